import type { ModelManifest } from '../../schema/manifest.ts';
import type { Mode } from '../../schema/mode.ts';
import type { Adjustment } from '../../schema/progress.ts';

export interface Shape {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

type Limits = Pick<ModelManifest, 'size' | 'frames'>;

/**
 * The nearest shape that a model allows, and what was changed to reach it. Each side and the frame
 * count are taken alone, so one side never moves because of the other. Still pictures have one frame
 * whatever was asked: that is their nature, not a change to tell.
 */
export function snapShape(
  asked: Shape & { readonly mode: Mode },
  manifest: Limits,
): { shape: Shape; adjustments: Adjustment[] } {
  const still = asked.mode === 't2i';
  const shape = {
    width: snapSide(asked.width, manifest.size),
    height: snapSide(asked.height, manifest.size),
    frames: still ? 1 : snapFrames(asked.frames, manifest.frames),
  };
  const adjustments = (['width', 'height', 'frames'] as const)
    .filter((what) => asked[what] !== shape[what] && !(still && what === 'frames'))
    .map((what) => ({ what, asked: asked[what], used: shape[what] }));
  return { shape, adjustments };
}

/** The nearest legal side in pixels; of two equally near ones the larger. */
export function snapSide(asked: number, { multiple, min, max }: ModelManifest['size']): number {
  return nearest(asked, multiple, 0, min, max);
}

/** The nearest legal frame count of a clip, of at least two latent groups. */
export function snapFrames(asked: number, { multiple, offset, max }: ModelManifest['frames']): number {
  return nearest(asked, multiple, offset, multiple + offset, max);
}

/** The value `multiple · n + offset` within `min … max` that is nearest to `asked`. */
function nearest(asked: number, multiple: number, offset: number, min: number, max: number): number {
  const lowest = Math.ceil((min - offset) / multiple);
  const highest = Math.floor((max - offset) / multiple);
  const wanted = Math.round((asked - offset) / multiple);
  return Math.max(lowest, Math.min(highest, wanted)) * multiple + offset;
}
