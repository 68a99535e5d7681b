import { z } from 'zod';
import { BatchId, JobId, Sha256, TakeId } from '#core/schema/ids.ts';
import { Attempt, Job, MemoryStep, Priority } from '#core/schema/job.ts';
import { MadeFor } from '#core/schema/made-for.ts';
import { LaneWish } from '#core/schema/lane-wish.ts';
import { LoraUse } from '#core/schema/lora-use.ts';
import { SchedulerName } from '#core/schema/recipe.ts';
import { StoredRequest } from '#core/schema/stored-request.ts';
import { Crops, Focus } from '#core/schema/take.ts';

/** A picture that a person has given: its file lies in the blob store. */
export const GivenPicture = z.object({
  sha256: Sha256,
  name: z.string(),
  type: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  crop: Focus,
});
export type GivenPicture = z.infer<typeof GivenPicture>;

/** So many takes are asked for at once at most. */
export const MOST_TAKES = 8;

/** What stands in a number field; NaN where it is empty, which JSON and a field's binding call null. */
const TypedNumber = z.number().catch(Number.NaN);

/** What stands in the Create form. Looser than a request: half-typed values are kept as they are. */
export const Draft = z.object({
  schema: z.literal(1),
  prompt: z.string(),
  negativePrompt: z.string(),
  from: z.enum(['words', 'picture', 'between']),
  kind: z.enum(['video', 'still']),
  first: GivenPicture.optional(),
  last: GivenPicture.optional(),
  width: TypedNumber,
  height: TypedNumber,
  frames: TypedNumber,
  frameRate: TypedNumber,
  seed: TypedNumber,
  seedLocked: z.boolean(),
  steps: TypedNumber,
  guidance: TypedNumber,
  scheduler: SchedulerName,
  /** How many takes are made at once, each with a seed of its own; absent for one. */
  takes: z.int().min(1).max(MOST_TAKES).optional(),
  variedFrom: TakeId.optional(),
  /** Of the take that is varied; absent for none. */
  loras: z.array(LoraUse).min(1).max(32).optional(),
  references: z.array(Sha256).min(1).max(64).optional(),
});
export type Draft = z.infer<typeof Draft>;

/** Which engine a job is sent to: the browser's own, or whatever a paired accelerator has. */
export const Lane = z.enum(['browser', 'remote']);
export type Lane = z.infer<typeof Lane>;

/** A job with its request and its place in line. The take of a done job bears the job's id. */
export const JobRecord = z.object({
  id: JobId,
  schema: z.literal(2),
  job: Job,
  request: StoredRequest,
  lane: Lane,
  priority: Priority,
  /** Place among jobs of one priority: a fractional index, compared as a string, smaller first. */
  rank: z.string(),
  /** Jobs that must be done before it may begin. */
  dependsOn: z.array(JobId),
  /** The action that made it together with others. */
  batch: BatchId.optional(),
  /** Every try, oldest first. */
  log: z.array(Attempt),
  /** Steps down in memory need that hold for the next attempt. */
  stepsDown: z.array(MemoryStep),
  variedFrom: TakeId.optional(),
  crops: Crops.optional(),
  madeFor: MadeFor.optional(),
  /** Whether it ends as soon as its previews look broken; absent where it does not. */
  stopBroken: z.boolean().optional(),
  /** Jobs whose takes it starts or ends on; it depends on them, and its request is completed when it begins. */
  picturesFrom: z.object({ first: JobId.optional(), last: JobId.optional() }).optional(),
  /** A take of this very model that is the same already is taken for the answer. */
  reuse: z.object({ id: z.string(), version: z.string() }).optional(),
  /** Milliseconds since 1970. */
  createdAt: z.int().nonnegative(),
  startedAt: z.int().nonnegative().optional(),
  endedAt: z.int().nonnegative().optional(),
});
export type JobRecord = z.infer<typeof JobRecord>;

/** Where the browser's engine may run. */
export const ProviderChoice = z.enum(['auto', 'webgpu', 'wasm', 'wasm-single']);
export type ProviderChoice = z.infer<typeof ProviderChoice>;

export const Settings = z.object({
  schema: z.literal(1).default(1),
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  provider: ProviderChoice.default('auto'),
  /** Whether the desktop may say that long work has ended; `unasked` until the first long job. */
  desktopNotices: z.enum(['unasked', 'on', 'off']).default('unasked'),
  /** Whether a sound says so. */
  sound: z.boolean().default(false),
  /** Days that a take stays in the bin. */
  binDays: z.int().min(1).max(3650).default(30),
  galleryView: z.enum(['grid', 'list']).default('grid'),
  /** How loud films sound, 0 to 1, and whether they are silenced. */
  filmVolume: z.number().min(0).max(1).default(1),
  filmMuted: z.boolean().default(false),
  /** Who writes notes here, as they sign them. */
  noteAuthor: z.string().max(200).default(''),
  /** Whether a person has been offered to ask the browser to keep everything. */
  keepOffered: z.boolean().default(false),
  /** The keys that a person has chosen, by command; what is not here has the keys it began with. */
  keys: z.record(z.string(), z.array(z.string())).default({}),
  /** Whether single letters work as keys. */
  singleKeys: z.boolean().default(true),
  /** What was chosen in the palette, the latest first. */
  recentPicks: z.array(z.string()).default([]),
  /** Where jobs are worked on, and the accelerator's model that is used where it is not the browser's own. */
  where: LaneWish.default('auto'),
  acceleratorModel: z.string().max(200).default(''),
  /** The language model that writes: `first` of those that are there, `none`, or the one with this id. */
  languageModel: z.string().min(1).max(400).default('first'),
  /** What a kilowatt-hour costs here; 0: not said. In whatever money `currency` names. */
  powerPrice: z.number().min(0).max(1000).default(0),
  currency: z.string().max(8).default('€'),
});
export type Settings = z.infer<typeof Settings>;

/** How the queue as a whole stands. */
export const QueueStanding = z.object({
  schema: z.literal(1).default(1),
  /** Whether a person has paused all of it: what runs is finished, nothing new is begun. */
  held: z.boolean().default(false),
});
export type QueueStanding = z.infer<typeof QueueStanding>;
