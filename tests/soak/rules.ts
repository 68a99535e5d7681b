import { runNode } from '../run-node.ts';
import type { Outcome } from './part.ts';

/** Runs the property tests of the job rules with so many sequences each. */
export const rules = (runs: number, seed: number): Promise<Outcome> =>
  properties(['src/core/domain/queue/queue-rules.test.ts', 'src/core/domain/queue/job.test.ts'], runs, seed);

/** Runs the property tests of the film document: pairs that were edited apart, branches, returns to the past. */
export const documents = (runs: number, seed: number): Promise<Outcome> =>
  properties(['merge', 'branch/branch', 'return-to'].map((name) => `src/core/document/${name}.test.ts`), runs, seed);

/** Runs the property test of the accelerator's desk: two clients, engines that come and go, restarts. */
export const desk = (runs: number, seed: number): Promise<Outcome> => properties(['accelerator/jobs/desk-model.test.ts'], runs, seed);

async function properties(files: readonly string[], runs: number, seed: number): Promise<Outcome> {
  const words = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...files];
  const exitCode = await runNode(words, { env: { KINORA_RUNS: String(runs), KINORA_SEED: String(seed) } });
  return { told: `${runs} sequences a property`, wrong: exitCode === 0 ? [] : ['a property does not hold; it is printed above'] };
}
