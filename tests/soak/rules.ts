import { runNode } from '../run-node.ts';
import type { Outcome } from './part.ts';

/** Runs the property tests of the job rules with so many sequences each. */
export async function rules(runs: number, seed: number): Promise<Outcome> {
  const words = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'src/core/domain/queue-rules.test.ts', 'src/core/domain/job.test.ts'];
  const exitCode = await runNode(words, { env: { KINORA_RUNS: String(runs), KINORA_SEED: String(seed) } });
  return { told: `${runs} sequences a property`, wrong: exitCode === 0 ? [] : ['a property does not hold; it is printed above'] };
}
