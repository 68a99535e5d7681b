import { explain } from '#core/domain/words/explain.ts';
import type { CreateState } from '#lib/state/create/create.svelte.ts';
import type { Field } from '#lib/state/create/create-problems.ts';

/** What is said below a number that cannot be used; undefined when it can. */
export function fieldProblem(create: CreateState, field: Field): string | undefined {
  const problem = create.problems.find((candidate) => candidate.field === field);
  if (!problem) return undefined;
  const { happened, next } = explain(problem.fault);
  return `${happened} ${next}`;
}
