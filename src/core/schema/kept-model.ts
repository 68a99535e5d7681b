import { z } from 'zod';
import { HubSource, Licence, ModelId, Purpose } from './catalogue.ts';
import { Fault } from './fault.ts';
import { Sha256 } from './ids.ts';
import { ModelPath } from './manifest.ts';

/** What a file's bytes must come to: the SHA-256 of them, or the name that Git gives them (SHA-1 behind a head), which the hub states of small files. */
export const Digest = z.union([
  z.strictObject({ sha256: Sha256 }),
  z.strictObject({ gitBlob: z.string().regex(/^[0-9a-f]{40}$/) }),
]);
export type Digest = z.infer<typeof Digest>;

/** A longer name of a version is no name that is kept. */
export const LONGEST_ETAG = 300;

/** A file of a model on a shelf, and how far it has come. What of it is here is told by the shelf alone. */
export const KeptFile = z.strictObject({
  path: ModelPath,
  /** Absent until whoever has it says. */
  bytes: z.int().positive().optional(),
  /** Absent where nobody states one: then what came first counts, and stands in `sha256`. */
  digest: Digest.optional(),
  /** Where it comes from; absent for what was copied from this machine. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** What the server called the version of which a part is here. */
  etag: z.string().max(LONGEST_ETAG).optional(),
  /** What its bytes came to when they were verified: it may be used from then on. */
  sha256: Sha256.optional(),
  fault: Fault.optional(),
});
export type KeptFile = z.infer<typeof KeptFile>;

/** When a person has read a licence and agreed. */
export const Acceptance = z.strictObject({ name: z.string(), text: Sha256.optional(), url: z.string().optional(), at: z.int().nonnegative() });
export type Acceptance = z.infer<typeof Acceptance>;

/** A model on a shelf, whole or on its way. */
export const KeptModel = z.strictObject({
  schema: z.literal(1),
  id: ModelId,
  name: z.string().min(1).max(100),
  purpose: Purpose.optional(),
  variant: z.string().max(40).optional(),
  source: HubSource.optional(),
  licence: Licence,
  accepted: Acceptance.optional(),
  /** Whether a person has halted its fetching. */
  paused: z.boolean(),
  /** Why no step can use it although its files are as they should be; found when its descriptions were verified. */
  unfit: Fault.optional(),
  files: z.array(KeptFile).min(1).max(5_000),
  addedAt: z.int().nonnegative(),
});
export type KeptModel = z.infer<typeof KeptModel>;
