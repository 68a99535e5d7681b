import { z } from 'zod';
import { FilmOffer } from '#core/schema/accelerator/offer.ts';
import { Fault } from '#core/schema/fault.ts';
import { FilmFacts } from '#core/schema/film-sheet.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { PROVIDERS } from '../onnx/runtime.ts';

/** What passes between the accelerator and a child process that makes one film. Each side parses what it hears. */

export const Order = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('make'),
    /** A path without an ending: the film's own is put behind it. */
    output: z.string(),
    sheet: z.string(),
    /** Where the files of the film lie; those that are not here are missing. */
    files: z.map(Sha256, z.string()),
    /** What computes the work on takes. */
    provider: z.enum(PROVIDERS),
  }),
  /** Finds out what this machine encodes, and how fast, by a short film at a path without an ending. */
  z.object({ kind: z.literal('try'), output: z.string() }),
]);
export type Order = z.infer<typeof Order>;

export const Report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), done: z.int().nonnegative(), frames: z.int().positive() }),
  z.object({ kind: z.literal('made'), file: z.string(), film: FilmFacts, milliseconds: z.number().nonnegative() }),
  z.object({ kind: z.literal('tried'), films: FilmOffer }),
  z.object({ kind: z.literal('fault'), fault: Fault }),
  /** What nobody expected: it is thrown again where the film was asked for. */
  z.object({ kind: z.literal('bug'), message: z.string() }),
]);
export type Report = z.infer<typeof Report>;
