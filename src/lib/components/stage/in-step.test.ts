import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonLength, type Length, ownFrame } from './in-step.ts';

const clip: fc.Arbitrary<Length> = fc.record({ frames: fc.integer({ min: 1, max: 200 }), frameRate: fc.constantFrom(8, 12, 16, 23.976, 24, 25, 30) });

describe('clips in step', () => {
  it('count at the highest rate, as long as the longest', () => {
    expect(commonLength([{ frames: 17, frameRate: 8 }, { frames: 24, frameRate: 24 }])).toEqual({ frames: 51, frameRate: 24 });
    expect(commonLength([{ frames: 17, frameRate: 8 }, { frames: 9, frameRate: 8 }])).toEqual({ frames: 17, frameRate: 8 });
  });

  it('show every one of their frames, in order, and hold the last', () => {
    fc.assert(
      fc.property(fc.array(clip, { minLength: 1, maxLength: 4 }), (clips) => {
        const { frames, frameRate } = commonLength(clips);
        for (const one of clips) {
          const shown = Array.from({ length: frames }, (_, frame) => ownFrame(one, frame, frameRate));
          expect(shown[0]).toBe(0);
          expect(shown.at(-1)).toBe(one.frames - 1);
          for (let i = 1; i < frames; i++) expect(shown[i]! - shown[i - 1]!).toBeOneOf([0, 1]);
        }
      }),
    );
  });
});
