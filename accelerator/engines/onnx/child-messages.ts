import { z } from 'zod';
import type { GenerationResult, RawVideo } from '#core/domain/generate/engine.ts';
import { Fault } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { Picture } from '#core/schema/request.ts';
import { Adjustment, Progress, Timings } from '#core/schema/progress.ts';
import { Recipe } from '#core/schema/recipe.ts';
import { StoredRequest } from '#core/schema/stored-request.ts';

/** What passes between the accelerator and a child process that runs a model. Each side parses what it hears. */

const Bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

const Video = z
  .object({
    width: z.int().positive(),
    height: z.int().positive(),
    frames: z.int().positive(),
    frameRate: z.number().positive(),
    rgb: Bytes,
  })
  .refine(({ width, height, frames, rgb }) => rgb.length === width * height * frames * 3, 'the bytes do not fit the size') satisfies z.ZodType<RawVideo>;

const Made = z.object({
  video: Video,
  recipe: Recipe,
  timings: Timings,
  sessionRunMs: z.number().nonnegative().optional(),
  adjustments: z.array(Adjustment),
});

/** As wide as what is kept of a job: whether a value is in range is the pipeline's to say, with a named fault. */
const Request = StoredRequest.extend({ first: Picture.optional(), last: Picture.optional() });

/** Counts the runs of a child, so that what comes too late is told apart. */
const Run = z.int().nonnegative();

/** What the child is told. */
export const Order = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('run'),
    run: Run,
    request: Request,
    tiling: z.boolean(),
    previews: z.boolean(),
    /** Where the files lie that the request names by hash; those that are not here are not among them. */
    files: z.map(Sha256, z.string()),
  }),
  /** Opens the model and does nothing with it yet. */
  z.object({ kind: z.literal('load'), run: Run }),
  z.object({ kind: z.literal('cancel'), run: Run }),
]);
export type Order = z.infer<typeof Order>;

/** What the child tells. */
export const Report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('progress'), run: Run, progress: Progress }),
  z.object({ kind: z.literal('preview'), run: Run, preview: Video }),
  z.object({ kind: z.literal('loaded'), run: Run }),
  z.object({ kind: z.literal('made'), run: Run, made: Made }),
  z.object({ kind: z.literal('fault'), run: Run, fault: Fault }),
  /** What nobody expected: it is thrown again where the run was asked for. */
  z.object({ kind: z.literal('bug'), run: Run, message: z.string() }),
]);
export type Report = z.infer<typeof Report>;

/** A result without the keys that have no value, as the port has it. */
export function toResult({ sessionRunMs, ...made }: z.infer<typeof Made>): GenerationResult {
  return { ...made, ...(sessionRunMs !== undefined && { sessionRunMs }) };
}
