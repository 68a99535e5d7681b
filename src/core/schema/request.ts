import { z } from 'zod';
import { Seed, Sha256 } from './ids.ts';
import { LoraUse } from './lora-use.ts';
import { Mode } from './mode.ts';
import { SchedulerName } from './recipe.ts';

/** The longest prompt that is taken, in UTF-16 code units. */
export const PROMPT_LIMIT = 400;

/** A picture as RGB bytes, rows from the top, already cropped to the film's shape. */
export const Picture = z
  .object({
    width: z.int().positive(),
    height: z.int().positive(),
    /** `width · height · 3` bytes. */
    rgb: z.instanceof(Uint8Array),
    /** The hash of the file it came from. */
    sha256: Sha256,
  })
  .refine((picture) => picture.rgb.length === picture.width * picture.height * 3, 'the bytes do not fit the size');
export type Picture = z.infer<typeof Picture>;

/** What a person asks for. Sizes and counts are as asked; the engine snaps them to what its model allows and says so. */
export const GenerationRequest = z.object({
  mode: Mode,
  /** The model by its id; the engine's own where absent. */
  model: z.string().min(1).max(200).optional(),
  prompt: z.string().max(PROMPT_LIMIT),
  negativePrompt: z.string().max(PROMPT_LIMIT).default(''),
  seed: Seed,
  width: z.int().positive().max(8192),
  height: z.int().positive().max(8192),
  frames: z.int().positive().max(10_000),
  frameRate: z.number().positive().max(240),
  steps: z.int().min(1).max(200),
  guidance: z.number().min(0).max(30),
  scheduler: SchedulerName.default('euler'),
  first: Picture.optional(),
  last: Picture.optional(),
  /** Asked for; a model that takes none leaves them out, and its recipe with it. Absent for none. */
  loras: z.array(LoraUse).max(32).optional(),
  /** Pictures of who is to be seen, by the hashes of their files. Absent for none. */
  references: z.array(Sha256).max(64).optional(),
  /** The picture or film whose frames are worked on, by its hash; for `upscale` and `interpolate`. */
  source: Sha256.optional(),
});
export type GenerationRequest = z.infer<typeof GenerationRequest>;
