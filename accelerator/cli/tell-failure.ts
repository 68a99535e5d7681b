import { explainInLine } from '#core/domain/words/explain.ts';
import { FaultError, type FaultReason } from '#core/schema/fault.ts';
import type { Interruption } from './interruption.ts';
import { UsageError } from './usage-error.ts';

/** Exit codes of the commands, beside 0 and those of an interruption. */
export const FAILED = 1;
export const BAD_ARGUMENTS = 2;

export interface Command {
  /** Whether it answers with one JSON object on standard output. */
  readonly wantsJson: boolean;
  readonly interruption: Pick<Interruption, 'exitCode'>;
  /** Faults that lie in what was asked for, not in the machine or the model. */
  readonly askedWrongly?: ReadonlySet<FaultReason>;
}

/** Says why a command failed, and answers its exit code; a cancel is silent. What nobody expected is thrown on. */
export function tellFailure(error: unknown, { wantsJson, interruption, askedWrongly }: Command): number {
  if (error instanceof UsageError) return tell(wantsJson, 'option-invalid', error.message, BAD_ARGUMENTS);
  if (!(error instanceof FaultError)) throw error;
  const { reason } = error.fault;
  if (reason === 'cancelled') return interruption.exitCode;
  return tell(wantsJson, reason, explainInLine(error.fault), askedWrongly?.has(reason) ? BAD_ARGUMENTS : FAILED);
}

function tell(wantsJson: boolean, reason: FaultReason, sentence: string, exitCode: number): number {
  console.error(sentence);
  if (wantsJson) console.log(JSON.stringify({ error: { reason, sentence } }));
  return exitCode;
}
