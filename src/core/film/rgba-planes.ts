import type { ColourSpace } from './colour.ts';

/** What red, green and blue add to luma and colour difference in the narrow range, in 1/65536. */
function weightsOf({ matrix }: ColourSpace): readonly (readonly [number, number, number])[] {
  const [kr, kb] = matrix === 'bt709' ? [0.2126, 0.0722] : [0.299, 0.114];
  const kg = 1 - kr - kb;
  const luma = 219 / 255;
  const chroma = 224 / 255;
  const fixed = (...three: [number, number, number]): [number, number, number] => three.map((one) => Math.round(one * 65_536)) as [number, number, number];
  return [
    fixed(kr * luma, kg * luma, kb * luma),
    fixed((-kr * chroma) / (2 * (1 - kb)), (-kg * chroma) / (2 * (1 - kb)), chroma / 2),
    fixed(chroma / 2, (-kg * chroma) / (2 * (1 - kr)), (-kb * chroma) / (2 * (1 - kr))),
  ];
}

/**
 * One frame of `width · height · 4` RGBA bytes as I420, alpha left out: what `rgbToI420` makes, in whole
 * numbers, so that a film's frames are quickly done. Width and height must be even.
 */
export function rgbaToI420(rgba: Uint8ClampedArray, width: number, height: number, space: ColourSpace): Uint8Array<ArrayBuffer> {
  const [[yr, yg, yb], [ur, ug, ub], [vr, vg, vb]] = weightsOf(space) as [[number, number, number], [number, number, number], [number, number, number]];
  const luma = width * height;
  const planes = new Uint8Array(luma + luma / 2);
  const black = (16 << 16) + 32_768;
  // The sum of four pixels is shifted by two more bits.
  const grey = (128 << 18) + 131_072;
  let colour = luma;
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      const pixel = row * width + column;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        const place = pixel + (corner >> 1) * width + (corner & 1);
        const at = place * 4;
        const r = rgba[at]!;
        const g = rgba[at + 1]!;
        const b = rgba[at + 2]!;
        planes[place] = (yr * r + yg * g + yb * b + black) >> 16;
        red += r;
        green += g;
        blue += b;
      }
      planes[colour] = (ur * red + ug * green + ub * blue + grey) >> 18;
      planes[colour + luma / 4] = (vr * red + vg * green + vb * blue + grey) >> 18;
      colour += 1;
    }
  }
  return planes;
}
