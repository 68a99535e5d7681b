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
  schema: z.literal(1),
  id: JobId,
  /** Times that an engine has begun it since it was last sent. */
  attempts: z.int().nonnegative(),
  maxAttempts: z.int().positive(),
  /** The number of the latest lease; it only grows. 0: nobody has held the job yet. */
  lease: z.int().nonnegative(),
};

/** One piece of work and where it stands. Only domain/job moves it. */
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
