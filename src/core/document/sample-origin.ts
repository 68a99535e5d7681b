import type { Origin } from './edit.ts';

/** Ids and times that are the same on every run, for tests: each `person` has their own ids. */
export function sampleOrigin(person = 0): Origin & { pass: (milliseconds: number) => void } {
  let made = 0;
  let now = 1_000_000;
  return {
    newId: () => {
      made += 1;
      // Spread, so that the ids of two people fall between each other.
      const spread = Math.imul(made * 8 + person + 1, 0x9e37_79b1) >>> 0;
      return `${spread.toString(16).padStart(8, '0')}-0000-4000-8000-${(made * 8 + person).toString(16).padStart(12, '0')}`;
    },
    now: () => now,
    pass: (milliseconds) => (now += milliseconds),
  };
}
