import { z } from 'zod';
import { ModelId } from '../catalogue.ts';
import { Fault } from '../fault.ts';

/** What a model of the accelerator does for a step of the studio, beside writing and generating. */
export const AssistPurpose = z.enum(['captions', 'search', 'speech', 'voice', 'cut-outs', 'depth']);
export type AssistPurpose = z.infer<typeof AssistPurpose>;

/** A model of the accelerator's shelf that can be asked. */
export const AssistModel = z.object({
  id: ModelId,
  /** Another one for other files. */
  version: z.string().max(50_000),
  name: z.string().min(1).max(200),
  purpose: AssistPurpose,
  paths: z.array(z.string().max(400)).max(5_000),
  /** What it may be used for, by name. */
  licence: z.string().max(200),
  /** Of the hub, where it came from there. */
  revision: z.string().max(100).optional(),
});
export type AssistModel = z.infer<typeof AssistModel>;

export const AssistOffer = z.object({ models: z.array(AssistModel).max(200) });

const AnyOffer = z.object({ models: z.array(z.unknown()).max(200) });

/** What of an accelerator's offer can be asked here; none where it is no offer. A newer one may have models for purposes that are not known yet: the others serve all the same. */
export function readAssistOffer(offer: unknown): readonly AssistModel[] {
  return (AnyOffer.safeParse(offer).data?.models ?? []).flatMap((model) => AssistModel.safeParse(model).data ?? []);
}

/** A question about a file, which is the body: what a picture shows, where it lies, what of it is subject, how far away everything in it is, or what is said and sung in a recording. */
export const FileQuestion = z.object({
  ask: z.enum(['describe', 'place', 'hear', 'cut-out', 'gauge']),
  model: ModelId,
  /** The file's, for the sentences of faults. */
  name: z.string().min(1).max(200).optional(),
  /** What is listened for: `en`. Found out where absent. */
  language: z.string().regex(/^[a-z]{2,3}$/).optional(),
});
export type FileQuestion = z.infer<typeof FileQuestion>;

export const PlaceQuestion = z.object({ ask: z.literal('place'), model: ModelId, text: z.string().min(1).max(2_000) });
export const ReadQuestion = z.object({
  ask: z.literal('read'),
  model: ModelId,
  text: z.string().min(1).max(10_000),
  /** One of the model's: `af_heart`. */
  voice: z.string().regex(/^[a-z0-9_]{1,44}$/),
  accent: z.enum(['american', 'british']),
  /** 1 as the voice speaks by itself. */
  speed: z.number().min(0.25).max(4),
});
/** A question about words: where they lie among pictures, or how a voice says them. Lengths in UTF-16 code units. */
export const WordsQuestion = z.discriminatedUnion('ask', [PlaceQuestion, ReadQuestion]);
export type WordsQuestion = z.infer<typeof WordsQuestion>;

const Seconds = z.number().min(0);
const Word = z.object({ text: z.string(), start: Seconds, end: Seconds });
const Segment = z.object({ start: Seconds, end: Seconds, text: z.string(), words: z.array(Word) });

/** What a question came to. */
export const AssistMade = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('described'), text: z.string().min(1) }),
  /** A direction of length one. */
  z.object({ kind: z.literal('placed'), direction: z.array(z.number()).min(2).max(8_192) }),
  /** A grey PNG in Base64: the nearer, the brighter. */
  z.object({ kind: z.literal('gauged'), file: z.string() }),
  z.object({ kind: z.literal('heard'), segments: z.array(Segment), language: z.string().optional() }),
  /** How much of each place is subject, a byte each in Base64: 0 is ground. As large as the model sees. */
  z.object({ kind: z.literal('cut-out'), width: z.int().min(1).max(16_384), height: z.int().min(1).max(16_384), matte: z.string() }),
  /** A WAV file in Base64. */
  z.object({ kind: z.literal('spoken'), file: z.string(), seconds: Seconds }),
]);
export type AssistMade = z.infer<typeof AssistMade>;

/** An answer comes line by line: how far the work is, then what it came to, or why it came to nothing. */
export const AssistLine = z.discriminatedUnion('kind', [
  ...AssistMade.options,
  /** 0 to 1. */
  z.object({ kind: z.literal('progress'), done: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('fault'), fault: Fault }),
]);
export type AssistLine = z.infer<typeof AssistLine>;
