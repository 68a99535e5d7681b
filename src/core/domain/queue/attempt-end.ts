import type { Fault } from '../../schema/fault.ts';
import type { MemoryStep } from '../../schema/job.ts';
import type { ModelManifest } from '../../schema/manifest.ts';
import type { JobEvent } from './job.ts';
import { nextStepDown } from './memory-ladder.ts';
import type { QueuedJob } from './queued-job.ts';
import { isTransient, retryPause } from './retry.ts';

/** An attempt as it ended with a fault. */
export interface EndedAttempt {
  /** As it was begun: its lease and its attempts are meant. */
  readonly begun: Pick<QueuedJob, 'job' | 'stepsDown'>;
  readonly fault: Fault;
  /** Whether its holder was told to stop: by whoever cancelled or paused the job, or because the holder leaves. */
  readonly stopped: boolean;
  /** The size that was asked for, in pixels, and the sides that the model allows. */
  readonly size: { readonly width: number; readonly height: number };
  readonly sides: ModelManifest['size'] | undefined;
  /** Whether the engine has taken such steps itself, so that there are none left. */
  readonly stepsDownItself?: boolean | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** 0 to 1. */
  readonly random: number;
}

/** What becomes of a job whose attempt ended with a fault, and the step down in memory need that it takes. */
export function afterAttempt(attempt: EndedAttempt): { readonly event: JobEvent; readonly stepDown?: MemoryStep } {
  const { begun, fault, stopped, size, sides, stepsDownItself = false, now, random } = attempt;
  const { lease, attempts } = begun.job;
  // Whoever cancelled or paused it has said so in the store; else its holder leaves. An accelerator that is away is waited for.
  if ((fault.reason === 'cancelled' && stopped) || fault.reason === 'accelerator-away') return { event: { type: 'release', lease } };
  const stepDown = fault.reason === 'out-of-memory' && !stepsDownItself ? nextStepDown(begun.stepsDown, size, sides) : undefined;
  if (stepDown) return { event: { type: 'step-down', lease, fault }, stepDown };
  const why: Fault = fault.reason === 'cancelled' ? { reason: 'interrupted', facts: {} } : fault;
  const retryAt = isTransient(why.reason) ? now + retryPause(attempts, random) : undefined;
  return { event: { type: 'fault', lease, fault: why, ...(retryAt !== undefined && { retryAt }) } };
}
