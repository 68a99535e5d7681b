import { expect, it } from 'vitest';
import type { PlannedWork } from '#core/domain/film-run/planned-work.ts';
import { someJob } from '../../../../tests/contract/samples.ts';
import { saidFailed, saidLeft, saidPlan, saidStills, shareMade } from './run-words.ts';

const work = (...kinds: PlannedWork['kind'][]) => kinds.map((kind) => ({ kind }) as PlannedWork);

it('says what a plan will make', () => {
  expect(saidPlan(work('keyframe', 'place', 'clip', 'refused'))).toBe('2 keyframes and 1 take');
  expect(saidPlan(work('clip', 'clip'))).toBe('2 takes');
});

it('says why the first failed that did so itself', () => {
  const failed = someJob('failed');
  const stranded = { ...failed, job: { ...failed.job, state: 'failed' as const, fault: { reason: 'dependency-failed' as const, facts: {} } } };
  expect(saidFailed([stranded, failed])).toMatch(/^2 jobs failed\..*memory/i);
  expect(saidFailed([stranded])).toMatch(/^1 job failed\./);
});

it('counts keyframes and takes alike', () => {
  expect(shareMade({ keyframes: { made: 2, all: 3 }, takes: { made: 0, all: 1 }, refused: 0 })).toBe(0.5);
  expect(shareMade({ keyframes: { made: 0, all: 0 }, takes: { made: 0, all: 0 }, refused: 0 })).toBe(0);
});

it('says how long it takes, or how long at least where that is known of a part alone', () => {
  expect(saidLeft({ leftMs: 90_000, leastLeftMs: 90_000 })).toMatch(/^, about .* left$/);
  expect(saidLeft({ leftMs: null, leastLeftMs: 3_600_000 })).toMatch(/^, more than .* left$/);
  expect(saidLeft({ leftMs: null, leastLeftMs: 5_000 })).toBe('');
});

it('says what stands in for clips that cannot be made', () => {
  expect([saidStills(1), saidStills(2)]).toEqual(['One clip cannot be made: the film shows its still, or its words, as long.', '2 clips cannot be made: the film shows their stills, or their words, as long.']);
});
