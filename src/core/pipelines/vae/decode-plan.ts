import type { ModelManifest } from '../../schema/manifest.ts';
import type { LatentShape } from '../latents/latent-shape.ts';

/** How the decoder is fed. Groups are exact to part, tiles are not quite: they come last. */
export interface DecodePlan {
  /** What a run of the decoder is thought to take. */
  readonly bytes: number;
  /** Latent groups that one run of the decoder gives; all of them: one run. */
  readonly groupsAtOnce: number;
  /** In latent cells; absent: the whole picture at once. */
  readonly tile?: { readonly width: number; readonly height: number; readonly overlap: number };
}

/**
 * What a decoder holds at its widest moment for each pixel of each frame, in bytes. Kinora Mini's took
 * 47 to 58 (growth of resident memory in Node, ONNX Runtime 1.30, 160×96 to 512×512). A model that takes
 * more runs out of memory at worst, and is then decoded in smaller bites.
 */
const BYTES_PER_PIXEL = 64;

/** Cells in which neighbouring tiles overlap: as far as the decoder of Kinora Mini looks, or nearly. */
const OVERLAP = 8;
const SMALLEST_TILE = 2 * OVERLAP;

/**
 * The largest bites that fit in `memoryBytes`: whole; else some groups at a time, each run with the
 * group before as context; else one group at a time in tiles. There is always a plan: the smallest
 * bite is taken even where it does not fit.
 */
export function planDecode(
  shape: LatentShape,
  { spatial, temporal }: Pick<ModelManifest['latent'], 'spatial' | 'temporal'>,
  memoryBytes: number,
  bytesPerPixel = BYTES_PER_PIXEL,
): DecodePlan {
  const bytesOf = (groups: number, width: number, height: number): number =>
    groups * temporal * width * height * spatial ** 2 * bytesPerPixel;

  const whole = bytesOf(shape.groups, shape.width, shape.height);
  if (whole <= memoryBytes) return { bytes: whole, groupsAtOnce: shape.groups };
  // One group less than all, with its context, would be as large as the whole.
  for (let groupsAtOnce = shape.groups - 2; groupsAtOnce >= 1; groupsAtOnce -= 1) {
    const bytes = bytesOf(groupsAtOnce + 1, shape.width, shape.height);
    if (bytes <= memoryBytes) return { bytes, groupsAtOnce };
  }
  const groups = Math.min(2, shape.groups);
  let { width, height } = shape;
  while (bytesOf(groups, width, height) > memoryBytes && Math.max(width, height) > SMALLEST_TILE) {
    if (width >= height) width = Math.max(SMALLEST_TILE, Math.ceil(width / 2));
    else height = Math.max(SMALLEST_TILE, Math.ceil(height / 2));
  }
  return { bytes: bytesOf(groups, width, height), groupsAtOnce: 1, tile: { width, height, overlap: OVERLAP } };
}
