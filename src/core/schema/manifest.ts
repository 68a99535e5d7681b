import { z } from 'zod';
import { Sha256 } from './ids.ts';
import { Mode } from './mode.ts';

/** A path inside a model's folder: relative, forward slashes, never out of the folder. */
export const ModelPath = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'not a plain relative path')
  .refine((path) => !path.split('/').some((part) => part === '.' || part === '..'), 'leaves the model folder');

/** One file of a model. */
export const Component = z.object({ file: ModelPath, bytes: z.int().positive(), sha256: Sha256 });

/** Width and height in pixels. */
export const Size = z.tuple([z.int().positive(), z.int().positive()]);
export type Size = z.infer<typeof Size>;

/**
 * What a model folder holds and what its graphs expect. The folder has the layout of a diffusers
 * ONNX export; this file adds what such an export leaves to Python code.
 */
export const ModelManifest = z.object({
  schema: z.literal(1),
  id: z.string().min(1).max(100),
  name: z.string().min(1).max(100),
  version: z.string().min(1).max(40),
  family: z.string().min(1).max(60),
  license: z.object({ spdx: z.string().min(1) }),
  modes: z.array(Mode).min(1),
  components: z.object({
    tokenizer: Component,
    text_encoder: Component,
    transformer: Component,
    vae_encoder: Component,
    vae_decoder: Component,
    scheduler: Component,
  }),
  /** Latents are `[batch, channels, groups, height / spatial, width / spatial]`; the first frame is a group alone, then `temporal` frames a group. */
  latent: z.object({
    channels: z.int().positive(),
    spatial: z.int().positive(),
    temporal: z.int().positive(),
    /**
     * A linear picture of a latent, for previews: each latent cell becomes `cell × cell` pixels.
     * Pixel value p (0 to cell² · 3 − 1, rows from the top, RGB inmost) = `bias[p]` + Σ over channels c of
     * `weights[c][p]` · latent[c], in −1 … 1. Fitted by least squares to what the decoder draws.
     */
    preview: z
      .object({
        cell: z.int().min(1).max(16),
        weights: z.array(z.array(z.number())),
        bias: z.array(z.number()),
      })
      .optional(),
  }),
  /**
   * How given pictures reach the transformer. `mask-and-latent`: its input is noisy latent, one mask
   * channel (1 where a group is given) and the given latent, joined in the channels.
   * `keepFirst`: the given first group replaces the sampled one at the end.
   * `last: "still-group"`: the last group's condition is the second latent group of a five-frame still.
   */
  conditioning: z.object({
    kind: z.literal('mask-and-latent'),
    keepFirst: z.boolean(),
    last: z.literal('still-group'),
  }),
  /** What it can take beside words and the first and last picture; nothing where it does not say. */
  adapters: z
    .object({
      loras: z.boolean(),
      references: z.boolean(),
      /** The modules that LoRAs may change, by their paths; LoRAs with none of them are for another model. Absent where that is not known. */
      layers: z.array(z.string().min(1).max(200)).max(10_000).optional(),
    })
    .default({ loras: false, references: false }),
  /** LoRAs that come with it, each with the strength that suits it. */
  loras: z
    .array(
      Component.extend({
        name: z.string().min(1).max(100),
        about: z.string().min(1).max(300),
        weight: z.number().min(-4).max(4),
        /** How to sample with it, where it was trained to need fewer steps: in place of `defaults`. */
        sampling: z.object({ steps: z.int().positive(), guidance: z.number().nonnegative() }).optional(),
      }),
    )
    .optional(),
  size: z.object({
    multiple: z.int().positive(),
    min: z.int().positive(),
    max: z.int().positive(),
    default: Size,
    presets: z.array(Size).min(1),
  }),
  /** Legal frame counts are `multiple · n + offset`. */
  frames: z.object({
    multiple: z.int().positive(),
    offset: z.int().nonnegative(),
    default: z.int().positive(),
    max: z.int().positive(),
  }),
  frameRate: z.int().positive(),
  defaults: z.object({
    steps: z.int().positive(),
    guidance: z.number().nonnegative(),
    shift: z.number().positive(),
    scheduler: z.enum(['euler', 'unipc']).default('euler'),
  }),
  text: z.object({ maxTokens: z.int().positive(), dropUnknown: z.boolean() }),
  trainingData: z.string().min(1),
});
export type Component = z.infer<typeof Component>;
export type ModelManifest = z.infer<typeof ModelManifest>;
export type ComponentName = keyof ModelManifest['components'];
