import { expect, it } from 'vitest';
import { clockSetBack } from '../soak/clock.ts';
import { randomSeed } from '../soak/random.ts';
import { tabs } from '../soak/tabs.ts';
import { TEST_MS } from './site.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

it('shows two tabs the same after 16 edits in each, with reloads and freezes', { timeout: 2 * TEST_MS }, async () => {
  const seed = randomSeed();
  const { losses, edits } = await tabs({ tabs: 2, edits: 16, seed, port: 4981 });
  expect(losses, `seed ${seed}`).toEqual([]);
  expect(edits).toBe(32);
});

it('goes on in order, and keeps the bin, when the clock is set back', { timeout: 2 * TEST_MS }, async () => {
  const seed = randomSeed();
  expect(await clockSetBack({ seed, port: 4983, backMs: 365 * DAY_MS }), `seed ${seed}`).toEqual([]);
});
