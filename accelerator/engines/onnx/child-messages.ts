import { z } from 'zod';
import type { GenerationResult, RawVideo } from '#core/domain/generate/engine.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { Picture } from '#core/schema/request.ts';
import { Adjustment, Progress, Timings } from '#core/schema/progress.ts';
import { Recipe } from '#core/schema/recipe.ts';
import { StoredRequest } from '#core/schema/stored-request.ts';
import type { Protocol } from '../../processes/protocol.ts';
import { Provider } from './provider.ts';

/** What passes between the accelerator and a child process that runs a model. */

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

/** How a process runs its model. */
const Model = z.object({ provider: Provider, folder: z.string(), version: z.string() });
export type Model = z.infer<typeof Model>;

const Order = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('run'),
    model: Model,
    request: Request,
    tiling: z.boolean(),
    previews: z.boolean(),
    /** Where the files lie that the request names by hash; those that are not here are not among them. */
    files: z.map(Sha256, z.string()),
  }),
  /** Opens the model and does nothing with it yet. */
  z.object({ kind: z.literal('load'), model: Model }),
]);
export type Order = z.infer<typeof Order>;

const News = z.discriminatedUnion('kind', [z.object({ kind: z.literal('progress'), progress: Progress }), z.object({ kind: z.literal('preview'), preview: Video })]);
export type News = z.infer<typeof News>;

/** A clip, or nothing where a model was only to be loaded. */
const Outcome = Made.optional();
export type Outcome = z.infer<typeof Outcome>;

export const PROTOCOL: Protocol<Order, News, Outcome> = { order: Order, news: News, made: Outcome };

/** A result without the keys that have no value, as the port has it. */
export function toResult({ sessionRunMs, ...made }: z.infer<typeof Made>): GenerationResult {
  return { ...made, ...(sessionRunMs !== undefined && { sessionRunMs }) };
}
