import { z } from 'zod';
import { FilmOffer } from '#core/schema/accelerator/offer.ts';
import { FilmFacts } from '#core/schema/film-sheet.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { Protocol } from '../../processes/protocol.ts';
import { Provider } from '../onnx/provider.ts';

/** What passes between the accelerator and a child process that makes one film. */

const Order = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('make'),
    /** A path without an ending: the film's own is put behind it. */
    output: z.string(),
    sheet: z.string(),
    /** Where the files of the film lie; those that are not here are missing. */
    files: z.map(Sha256, z.string()),
    /** What computes the work on takes. */
    provider: Provider,
  }),
  /** Finds out what this machine encodes, and how fast, by a short film at a path without an ending. */
  z.object({ kind: z.literal('try'), output: z.string() }),
]);
export type Order = z.infer<typeof Order>;

/** Frames that are made. */
const News = z.object({ done: z.int().nonnegative(), frames: z.int().positive() });
export type News = z.infer<typeof News>;

const Made = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('made'), file: z.string(), film: FilmFacts, milliseconds: z.number().nonnegative() }),
  z.object({ kind: z.literal('tried'), films: FilmOffer }),
]);
export type Made = z.infer<typeof Made>;

export const PROTOCOL: Protocol<Order, News, Made> = { order: Order, news: News, made: Made };
