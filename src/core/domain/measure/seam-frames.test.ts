import { describe, expect, it } from 'vitest';
import { edgeFrames } from './seam-frames.ts';

const RATE = { numerator: 24, denominator: 1 };
const TAKE = { frames: 17, frameRate: 8 };

describe('edgeFrames', () => {
  it('names each of the take’s own frames once', () => {
    expect(edgeFrames({ sourceStart: 0, length: 48 }, 'start', TAKE, RATE)).toEqual({ at: [0, 1, 2, 3], rate: 8 });
    expect(edgeFrames({ sourceStart: 0, length: 48 }, 'end', TAKE, RATE)).toEqual({ at: [12, 13, 14, 15], rate: 8 });
  });

  it('goes by where the clip begins in its take', () => {
    expect(edgeFrames({ sourceStart: 9, length: 24 }, 'start', TAKE, RATE).at).toEqual([3, 4, 5, 6]);
  });

  it('stands still where the take is over before the clip', () => {
    expect(edgeFrames({ sourceStart: 0, length: 96 }, 'end', TAKE, RATE).at).toEqual([16, 16, 16, 16]);
  });

  it('stays within a short clip, and needs one frame of a still', () => {
    expect(edgeFrames({ sourceStart: 0, length: 4 }, 'end', TAKE, RATE).at).toEqual([0, 1]);
    expect(edgeFrames({ sourceStart: 0, length: 48 }, 'start', { frames: 1, frameRate: 8 }, RATE).at).toEqual([0]);
  });

  it('goes by the film where the take is faster', () => {
    expect(edgeFrames({ sourceStart: 0, length: 24 }, 'start', { frames: 60, frameRate: 48 }, RATE)).toEqual({ at: [1, 3, 5, 7], rate: 24 });
  });
});
