/**
 * RGB to the form that video encoders take: planar Y′CbCr with colour at half the resolution (4:2:0),
 * in the narrow range that every player assumes.
 */

/** How the planes of a film are to be read; goes into the file. */
export interface ColourSpace {
  readonly primaries: 'bt709';
  readonly transfer: 'bt709';
  readonly matrix: 'smpte170m' | 'bt709';
  readonly fullRange: false;
}

/** Rows from which on players take an unmarked film for high definition. */
const HIGH_DEFINITION = 720;

/**
 * The matrix that players assume where they overlook the mark in the file: ITU-R BT.601
 * (`smpte170m`) below high definition, BT.709 from there on. Marked and assumed agree that way.
 */
export function colourSpaceFor(height: number): ColourSpace {
  return { primaries: 'bt709', transfer: 'bt709', matrix: height < HIGH_DEFINITION ? 'smpte170m' : 'bt709', fullRange: false };
}

/** What red and blue weigh in the luma of each matrix; green weighs the rest. */
const WEIGHTS = { smpte170m: { red: 0.299, blue: 0.114 }, bt709: { red: 0.2126, blue: 0.0722 } } as const;

/** From 0…255 to the narrow range: 16…235 for luma, 16…240 for colour difference. */
const LUMA_SPAN = 219 / 255;
const CHROMA_SPAN = 224 / 255;

/**
 * One frame of `width · height · 3` RGB bytes as I420: the Y plane, then Cb and Cr, each
 * `⌈width / 2⌉ · ⌈height / 2⌉`. A colour sample is the mean of its four pixels.
 */
export function rgbToI420(rgb: Uint8Array, width: number, height: number, space: ColourSpace): Uint8Array {
  const weights = WEIGHTS[space.matrix];
  const lumaOf = (at: number): number =>
    weights.red * rgb[at]! + (1 - weights.red - weights.blue) * rgb[at + 1]! + weights.blue * rgb[at + 2]!;

  const chromaWidth = Math.ceil(width / 2);
  const chromaHeight = Math.ceil(height / 2);
  const luma = width * height;
  const chroma = chromaWidth * chromaHeight;
  const planes = new Uint8Array(luma + 2 * chroma);

  // Adding a half rounds, as a byte array cuts off what is behind the point.
  for (let pixel = 0; pixel < luma; pixel += 1) planes[pixel] = 16.5 + LUMA_SPAN * lumaOf(pixel * 3);

  for (let row = 0; row < chromaHeight; row += 1) {
    for (let column = 0; column < chromaWidth; column += 1) {
      let red = 0;
      let blue = 0;
      let mean = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        // At an odd edge the last row or column counts twice.
        const y = Math.min(2 * row + (corner >> 1), height - 1);
        const x = Math.min(2 * column + (corner & 1), width - 1);
        const at = (y * width + x) * 3;
        red += rgb[at]! / 4;
        blue += rgb[at + 2]! / 4;
        mean += lumaOf(at) / 4;
      }
      const sample = luma + row * chromaWidth + column;
      planes[sample] = 128.5 + (CHROMA_SPAN * (blue - mean)) / (2 * (1 - weights.blue));
      planes[sample + chroma] = 128.5 + (CHROMA_SPAN * (red - mean)) / (2 * (1 - weights.red));
    }
  }
  return planes;
}
