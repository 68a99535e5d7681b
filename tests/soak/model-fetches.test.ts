import { expect, it } from 'vitest';
import { modelFetches } from './model-fetches.ts';

it('fetches a model whole or not at all, whatever goes wrong on the way: a sample of the soak', { timeout: 120_000 }, async () => {
  const { wrong, mostSent, ...counts } = await modelFetches(3, 7);
  expect(wrong).toEqual([]);
  expect(counts).toEqual({ cuts: 1, kills: 1, flips: 1 });
  expect(mostSent).toBeLessThanOrEqual(1.02);
});
