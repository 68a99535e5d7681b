import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ontoBeats } from './onto-beats.ts';

const cutsOf = (lengths: readonly (readonly number[])[]): number[] => lengths.flat().map((_, i, all) => all.slice(0, i + 1).reduce((sum, length) => sum + length, 0));
/** Beats of 125 a minute at 24 frames a second. */
const BEATS = Array.from({ length: 60 }, (_, i) => Math.round(i * 11.52));

it('puts each cut on the beat nearest to it, within scenes and between them', () => {
  const moved = ontoBeats([[27], [31, 21], [43]], { beats: BEATS, most: 12, longest: Infinity });
  expect(moved.map(({ length }) => length)).toEqual([1, 2, 1]);
  expect(cutsOf(moved)).toEqual([23, 58, 81, 122]);
  expect(BEATS).toEqual(expect.arrayContaining([23, 58, 81]));
});

it('leaves a cut with no beat in reach, and all of them without a song', () => {
  expect(ontoBeats([[50, 50], [50]], { beats: [20, 104], most: 12, longest: Infinity })).toEqual([[50, 54], [46]]);
  expect(ontoBeats([[50, 50], [50]], { beats: [], most: 12, longest: Infinity })).toEqual([[50, 50], [50]]);
});

it('keeps the film as long as it is, and each clip within what it may be', () => {
  const scenes = fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });
  const beats = fc.uniqueArray(fc.nat(400), { maxLength: 80 }).map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(scenes, beats, fc.integer({ min: 60, max: 80 }), (lengths, at, longest) => {
      const moved = ontoBeats(lengths, { beats: at, most: 12, longest });
      expect(moved.map((scene) => scene.length)).toEqual(lengths.map((scene) => scene.length));
      expect(cutsOf(moved).at(-1)).toBe(cutsOf(lengths).at(-1));
      for (const length of moved.flat()) expect(length >= 1 && length <= longest).toBe(true);
    }),
  );
});
