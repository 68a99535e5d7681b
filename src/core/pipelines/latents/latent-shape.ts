import type { Shape } from '../../domain/generate/snap.ts';
import type { ModelManifest } from '../../schema/manifest.ts';

/** The size of one clip's latents, `[channels, groups, height, width]`. */
export interface LatentShape {
  readonly channels: number;
  readonly groups: number;
  readonly height: number;
  readonly width: number;
}

/** The latents of a clip of a legal shape: the first frame is a group alone, then `temporal` frames a group. */
export const latentShape = (shape: Shape, { channels, spatial, temporal }: ModelManifest['latent']): LatentShape => ({
  channels,
  groups: (shape.frames - 1) / temporal + 1,
  height: shape.height / spatial,
  width: shape.width / spatial,
});

/** How many numbers such latents have. */
export const latentSize = ({ channels, groups, height, width }: LatentShape): number =>
  channels * groups * height * width;
