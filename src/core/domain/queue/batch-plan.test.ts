import { describe, expect, it } from 'vitest';
import type { ClipId } from '../../schema/project-ids.ts';
import { planBatch } from './batch-plan.ts';

const [a, b] = ['a', 'b'] as [ClipId, ClipId];
const settings = { steps: 4, guidance: 3, takes: 2, seed: 7 };
let next = 0;
const random = () => (next += 100);

describe('a batch', () => {
  it('makes a first take of every clip before any second one', () => {
    expect(planBatch([a, b], { ...settings, seeds: 'each' }, random).map(({ clip }) => clip)).toEqual([a, b, a, b]);
  });

  it('gives each take a seed of its own, or the same for all clips, or counts', () => {
    const seeds = (policy: 'each' | 'shared' | 'count') => planBatch([a, b], { ...settings, seeds: policy }, random).map(({ seed }) => seed);
    expect(new Set(seeds('each')).size).toBe(4);
    expect(seeds('shared')).toEqual([7, 7, 8, 8]);
    expect(seeds('count')).toEqual([7, 9, 8, 10]);
  });

  it('stays within 32 bits', () => {
    const plan = planBatch([a], { ...settings, seed: 2 ** 32 - 1, seeds: 'count' }, random);
    expect(plan.map(({ seed }) => seed)).toEqual([2 ** 32 - 1, 0]);
  });
});
