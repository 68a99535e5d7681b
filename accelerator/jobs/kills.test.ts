import { expect, it } from 'vitest';
import { acceleratorKills } from '../../tests/soak/accelerator-kills.ts';

/** A sample; `npm run soak -- accelerator-kills` kills a thousand times. */
const RUNS = 5;

it('loses nothing that was acknowledged and publishes nothing twice when it is killed at any point', { timeout: 300_000 }, async () => {
  const result = await acceleratorKills({ runs: RUNS, seed: 4 });
  expect(result.losses).toEqual([]);
  // Who was never killed at work has proved nothing.
  expect(result.whileWorking).toBeGreaterThan(2);
  expect(result.done).toBeGreaterThan(0);
});
