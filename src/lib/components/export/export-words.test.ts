import { describe, expect, it } from 'vitest';
import { codecLack, costWarnings, costWords, placeWords, workWords } from './export-words.ts';

describe('placeWords', () => {
  const both = { canThere: true, here: 40_000, there: 12_000 } as const;

  it('says who makes a film, why, and how long it takes at each place', () => {
    expect(placeWords({ place: 'there', ...both }, 'auto', 'tower')).toBe('tower makes it, as it is faster: about 12 s on tower, about 40 s in this browser.');
    expect(placeWords({ place: 'here', ...both, here: 6_000 }, 'auto', 'tower')).toBe('This browser makes it, as it is faster: about 12 s on tower, about 6 s in this browser.');
    expect(placeWords({ place: 'here', ...both, here: 13_000 }, 'auto', 'tower')).toBe('This browser makes it, as it is about as fast: about 12 s on tower, about 13 s in this browser.');
    expect(placeWords({ place: 'here', ...both }, 'browser', 'tower')).toBe('This browser makes it: about 12 s on tower, about 40 s in this browser.');
    expect(placeWords({ place: 'here', canThere: true, here: undefined, there: undefined }, 'auto', 'tower')).toBe('This browser makes it.');
    expect(placeWords({ place: 'here', canThere: false, here: 1, there: undefined }, 'accelerator', 'tower')).toBe('tower does not write this. This browser makes it.');
  });
});

it('says which codecs this browser does not write, and who does', () => {
  expect(codecLack('mp4', ['avc', 'vp9'], undefined)).toBe('This browser writes no HEVC at this size.');
  expect(codecLack('mp4', ['avc'], { name: 'tower', can: ['avc', 'hevc'] })).toBe('This browser writes no HEVC at this size; tower does.');
  expect(codecLack('webm', [], { name: 'tower', can: ['vp9'] })).toBe('This browser writes no VP9 and no AV1 at this size.');
  expect([codecLack('webm', ['vp9', 'av1'], undefined), codecLack('gif', [], undefined)]).toEqual(['', '']);
});

it('says what a film takes, and what to do where the machine may not have it', () => {
  expect(costWords({ time: 21_000, bytes: 12_400_000, isGuess: false, memory: 622e6 })).toBe('About 21 s to make, a file of 12.4 MB, 600 MB of memory meanwhile.');
  expect(costWords({ time: undefined, bytes: undefined, isGuess: false, memory: 69e6 })).toBe('');
  expect(costWords({ time: undefined, bytes: 2e6, isGuess: true, memory: 69e6 })).toBe('About a file of 2 MB (a first estimate, from other films).');
  const expected = { time: undefined, bytes: 5.3e9, isGuess: false, memory: 622e6, fits: true, hasMemory: true };
  expect(costWarnings(expected, 9e9, undefined)).toEqual([]);
  expect(costWarnings({ ...expected, fits: false }, 2.1e9, undefined)).toEqual(['There is hardly room for it: about 5.3 GB of file, and 2.1 GB left in this browser. Choose a smaller size or another format, or remove films and takes that you need no more.']);
  expect(costWarnings({ ...expected, hasMemory: false }, null, 'tower')).toEqual(['This machine may have too little memory for this size: about 600 MB are needed. Close other tabs, choose a smaller size, or have tower make it.']);
});

it('says what a film waits for', () => {
  const work = { project: '' as never, where: 'tower', done: 3, frames: 9, left: 61_000 };
  expect(workWords({ ...work, step: 'away' })).toBe('tower cannot be reached. The film goes on when it is back.');
  expect(workWords({ ...work, step: 'making' })).toBe('3 of 9 frames, about 1 min 1 s left');
  expect(workWords({ ...work, step: 'making', frames: 0 })).toBe('Getting ready');
});
