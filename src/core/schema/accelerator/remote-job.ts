import { z } from 'zod';
import { ComposeRequest } from '../compose-request.ts';
import { AcceleratorEngineId } from '../engine-id.ts';
import { FilmFacts } from '../film-sheet.ts';
import { JobId, Sha256 } from '../ids.ts';
import { Attempt, Job, MemoryStep, Priority } from '../job.ts';
import { Adjustment, Timings } from '../progress.ts';
import { Recipe } from '../recipe.ts';
import { StoredRequest } from '../stored-request.ts';

/**
 * A job as a browser or a program hands it to the accelerator. The bytes that it names are sent before it,
 * each under its hash. Sending one id twice is one job.
 */
export const JobOrder = z.object({
  id: JobId,
  request: z.discriminatedUnion('mode', [StoredRequest, ComposeRequest]),
  /** The accelerator chooses where absent. */
  engine: AcceleratorEngineId.optional(),
  priority: Priority.default('normal'),
  /** Jobs of the same client that must be done before it may begin. */
  dependsOn: z.array(JobId).max(64).default([]),
  /** Steps down in memory need that hold from the first attempt. */
  stepsDown: z.array(MemoryStep).max(3).default([]),
});
export type JobOrder = z.infer<typeof JobOrder>;

const file = {
  media: Sha256,
  /** `video/mp4`, `image/png` … */
  type: z.string(),
  bytes: z.int().positive(),
  timings: Timings,
};

/** A clip or a still that was generated. */
export const GeneratedFile = z.object({
  ...file,
  recipe: Recipe,
  adjustments: z.array(Adjustment),
  /** Watt-hours that the graphics card took for it; absent where nothing measured them. */
  energy: z.number().nonnegative().optional(),
});
export type GeneratedFile = z.infer<typeof GeneratedFile>;

/** A film that was made of its cut. */
export const ComposedFile = z.object({ ...file, film: FilmFacts });
export type ComposedFile = z.infer<typeof ComposedFile>;

/** What a done job has made: one file under its hash, and everything that is known of it. */
export const JobResult = z.union([GeneratedFile, ComposedFile]);
export type JobResult = z.infer<typeof JobResult>;

/** A job as the accelerator shows it to the client that sent it. Times are milliseconds since 1970. */
export const RemoteJob = z.object({
  order: JobOrder,
  job: Job,
  /** The engine that works on it, or that will. */
  engine: AcceleratorEngineId,
  log: z.array(Attempt),
  submittedAt: z.int().nonnegative(),
  result: JobResult.optional(),
  /** Whether the client has said that it has the result and has verified it. */
  collected: z.boolean(),
});
export type RemoteJob = z.infer<typeof RemoteJob>;
