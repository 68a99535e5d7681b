import { z } from 'zod';
import { Seed, Sha256, TakeId } from './ids.ts';

/** Families of models that can be told from the layers of a LoRA. */
export const LoraFamily = z.enum(['wan-14b', 'wan-5b', 'wan-1.3b', 'sd-1', 'sd-2', 'sdxl', 'z-image', 'flux', 'unknown']);
export type LoraFamily = z.infer<typeof LoraFamily>;

/** What the names and shapes in a LoRA's file tell of it. */
export const LoraFacts = z.object({
  family: LoraFamily,
  /** The model of Kinora's own whose layers it changes; absent where it changes none of them. */
  base: z.string().min(1).max(200).optional(),
  /** Modules that it changes. */
  layers: z.int().nonnegative(),
  /** The largest; absent where it is not in two factors. */
  rank: z.int().positive().optional(),
  /** Another way of adapting than a LoRA in two factors: LoHa, LoKr … */
  way: z.string().max(40).optional(),
});
export type LoraFacts = z.infer<typeof LoraFacts>;

const LoraFile = z.object({ asset: Sha256, name: z.string().min(1).max(300), bytes: z.int().positive() });

/** One picture for each strength, made of the same words and the same seed. */
export const StrengthTrial = z.object({
  prompt: z.string().max(400),
  seed: Seed,
  /** Their jobs bear the same ids. */
  tries: z.array(z.object({ weight: z.number().min(-4).max(4), take: TakeId })).min(1).max(4),
});
export type StrengthTrial = z.infer<typeof StrengthTrial>;

/** A LoRA of the library. It is known by the bytes of its first file. */
export const KeptLora = z.object({
  schema: z.literal(1),
  /** The file, or the one for high noise of a pair. */
  file: LoraFile,
  /** The file for low noise, where there is one for each expert. */
  low: LoraFile.optional(),
  name: z.string().max(200),
  picture: z.object({ asset: Sha256, type: z.string().max(100) }).optional(),
  triggerWords: z.string().max(1_000),
  /** What it was trained on, as its maker says. */
  baseModel: z.string().max(200),
  /** An SPDX identifier, or a person's own words. */
  licence: z.string().max(400),
  notes: z.string().max(10_000),
  /** How strongly it acts where it is chosen. */
  weight: z.number().min(-4).max(4),
  facts: LoraFacts,
  trial: StrengthTrial.optional(),
  /** Milliseconds since 1970, as all times here. */
  addedAt: z.int().nonnegative(),
  /** When it was put into the bin. */
  deletedAt: z.int().nonnegative().optional(),
});
export type KeptLora = z.infer<typeof KeptLora>;
