import { z } from 'zod';

/** What of preprocessor_config.json is relied upon: pixels, and the numbers that each colour is brought to. */
export const PictureConfig = z.object({
  size: z.object({ width: z.int().min(8).max(1_024), height: z.int().min(8).max(1_024) }),
  image_mean: z.array(z.number().min(0).max(1)).length(3),
  image_std: z.array(z.number().min(0.001).max(10)).length(3),
});
export type PictureConfig = z.infer<typeof PictureConfig>;

/** A picture as bytes, `width · height · 4`, rows from the top; the fourth of each is not looked at. */
export interface RgbaPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** The colours of a picture one after the other, `3 · height · width`, each brought to the mean and spread that the model was taught with. */
export function planesOf({ width, height, rgba }: RgbaPicture, { image_mean: mean, image_std: std }: Pick<PictureConfig, 'image_mean' | 'image_std'>): Float32Array {
  const pixels = width * height;
  const planes = new Float32Array(3 * pixels);
  for (let at = 0; at < pixels; at++) {
    for (let plane = 0; plane < 3; plane++) planes[plane * pixels + at] = (rgba[4 * at + plane]! / 255 - mean[plane]!) / std[plane]!;
  }
  return planes;
}
