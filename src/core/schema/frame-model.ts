import { z } from 'zod';
import { Component } from './manifest.ts';
import { Mode } from './mode.ts';

/** What is done to frames that are there already: twice the size, or twice as many. */
export const FrameMode = Mode.extract(['upscale', 'interpolate']);
export type FrameMode = z.infer<typeof FrameMode>;

/** What a folder holds whose model works on frames: one graph, from pictures in 0 … 1 to a picture in 0 … 1. */
export const FrameModelManifest = z.object({
  schema: z.literal(1),
  id: z.string().min(1).max(100),
  name: z.string().min(1).max(100),
  version: z.string().min(1).max(40),
  family: z.string().min(1).max(60),
  license: z.object({ spdx: z.string().min(1) }),
  mode: FrameMode,
  components: z.object({ network: Component }),
  frames: z
    .object({
      /** Pixels of a tile, along each side, without what it sees around it. */
      tile: z.int().min(16).max(4096),
      /** Pixels that a tile sees around it. */
      margin: z.int().nonnegative().max(1024),
      /** What the graph is given must be a multiple of it, along each side. */
      multiple: z.int().positive().max(256),
    })
    .refine(({ tile, margin, multiple }) => tile % multiple === 0 && margin % multiple === 0, 'tile and margin must be multiples of what the graph takes'),
  trainingData: z.string().min(1),
});
export type FrameModelManifest = z.infer<typeof FrameModelManifest>;
