import { expect, it } from 'vitest';
import { Progress, Stage } from '../schema/progress.ts';
import { enhanceProgress, JobProgress, stageProgress } from './job-progress.ts';

it('runs from 0 to 1 through all stages of a generation, without a gap', () => {
  let before = 0;
  for (const stage of Stage.exclude(['enhance']).options) {
    expect(stageProgress(stage, 0, 4).fraction).toBeCloseTo(before, 10);
    before = stageProgress(stage, 4, 4).fraction;
    expect(Progress.parse(stageProgress(stage, 1, 4)).fraction).toBeLessThan(before);
  }
  expect(before).toBe(1);
});

it('goes on from loading to encoding while frames are worked on', () => {
  expect(enhanceProgress(0, 8).fraction).toBeCloseTo(stageProgress('load', 1, 1).fraction, 10);
  expect(Progress.parse(enhanceProgress(4, 8)).fraction).toBeCloseTo(0.5, 10);
  expect(enhanceProgress(9, 8).fraction).toBeCloseTo(stageProgress('encode-media', 0, 1).fraction, 10);
});

it('never falls, though a stage begins again', () => {
  const fractions: number[] = [];
  const progress = new JobProgress(({ fraction }) => fractions.push(fraction));
  progress.report('decode', 3, 4);
  progress.report('decode', 1, 9);
  progress.report('decode', 9, 9);
  expect(fractions[1]).toBe(fractions[0]);
  expect(fractions[2]).toBeGreaterThan(fractions[1] as number);
});
