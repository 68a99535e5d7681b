import type { ModelManifest, Size } from '../../schema/manifest.ts';

/** The aspect ratios of projects. */
const ASPECTS = [[1, 1], [16, 9], [9, 16], [4, 5], [21, 9]] as const;

/** Sides a model may draw, from the one it was trained at: as many pixels in every aspect ratio, and sides from a quarter of it to twice. */
export function stillSizes(side: number, multiple: number): ModelManifest['size'] {
  const near = (pixels: number) => Math.max(multiple, Math.round(pixels / multiple) * multiple);
  const presets = ASPECTS.map(([width, height]): Size => {
    const scale = side / Math.sqrt(width * height);
    return [near(width * scale), near(height * scale)];
  });
  return { multiple, min: near(side / 4), max: near(side * 2), default: presets[0] as Size, presets };
}
