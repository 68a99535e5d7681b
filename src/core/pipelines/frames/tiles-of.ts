import type { FrameShape } from '../../domain/frames/frame.ts';
import type { FrameModelManifest } from '../../schema/frame-model.ts';
import { betweenTiles } from '../interpolate/between-frames.ts';
import { upscaleTiles } from '../upscale/upscale-frame.ts';

/** How many tiles the work on these frames has at most; at least one. `small`: tiles of half the sides. */
export function tilesOf(manifest: FrameModelManifest, { width, height, count }: Omit<FrameShape, 'frameRate'>, small = false): number {
  if (manifest.mode === 'upscale') return count * upscaleTiles({ width, height }, manifest, small);
  return Math.max(1, (count - 1) * betweenTiles({ width, height }, manifest, small));
}
