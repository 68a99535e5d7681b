import { z } from 'zod';
import { Fault } from './fault.ts';
import { JobId, Sha256 } from './ids.ts';

export const JobState = z.enum([
  'draft',
  'waiting',
  'queued',
  'running',
  'publishing',
  'paused',
  'done',
  'failed',
  'cancelled',
]);
export type JobState = z.infer<typeof JobState>;

/** What a waiting job waits for. */
export const WaitReason = z.enum(['dependency', 'accelerator', 'network', 'model', 'person']);
export type WaitReason = z.infer<typeof WaitReason>;

/** Milliseconds since 1970. */
const Instant = z.int().nonnegative();

const every = {
  schema: z.literal(2),
  id: JobId,
  /** Times that an engine has begun it since it was last sent. */
  attempts: z.int().nonnegative(),
  maxAttempts: z.int().positive(),
  /** Times that its holder died in the middle, since it was last sent. */
  crashes: z.int().nonnegative(),
  /** The number of the latest lease; it only grows. 0: nobody has held the job yet. */
  lease: z.int().nonnegative(),
};

/** One piece of work and where it stands. Only domain/queue/job moves it. */
export const Job = z.discriminatedUnion('state', [
  z.object({ ...every, state: z.literal('draft') }),
  z.object({ ...every, state: z.literal('waiting'), waitsFor: z.array(WaitReason).min(1) }),
  z.object({
    ...every,
    state: z.literal('queued'),
    /** Not to be begun before this moment: the pause after a fault that may pass. */
    notBefore: Instant.optional(),
    /** The fault that ended the attempt before, if there was one. */
    lastFault: Fault.optional(),
  }),
  z.object({ ...every, state: z.literal('running'), holder: z.string(), leaseUntil: Instant }),
  z.object({ ...every, state: z.literal('publishing'), holder: z.string(), leaseUntil: Instant }),
  z.object({ ...every, state: z.literal('paused') }),
  z.object({ ...every, state: z.literal('done'), result: Sha256 }),
  z.object({ ...every, state: z.literal('failed'), fault: Fault }),
  z.object({ ...every, state: z.literal('cancelled') }),
]);
export type Job = z.infer<typeof Job>;

/** What a person gives precedence: higher goes first, whatever the order within. */
export const Priority = z.enum(['high', 'normal', 'low']);
export type Priority = z.infer<typeof Priority>;

/** A step down in memory need, taken after the memory ran out; in this order. */
export const MemoryStep = z.enum(['tiling', 'precision', 'size']);
export type MemoryStep = z.infer<typeof MemoryStep>;

/** One try at a job, as it is kept in the job's log. Times are milliseconds since 1970. */
export const Attempt = z.object({
  /** Counts from 1 over the whole life of the job. */
  number: z.int().positive(),
  engine: z.object({ id: z.string(), version: z.string(), provider: z.string() }).optional(),
  startedAt: Instant,
  endedAt: Instant.optional(),
  /** Absent while it runs. `left`: its holder stopped in good order, as when a tab closes. */
  outcome: z.enum(['done', 'fault', 'crashed', 'cancelled', 'paused', 'left']).optional(),
  fault: Fault.optional(),
  /** The step down that the next attempt takes. */
  stepDown: MemoryStep.optional(),
});
export type Attempt = z.infer<typeof Attempt>;
