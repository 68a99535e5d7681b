import sharp, { type OverlayOptions } from 'sharp';
import type { Clip } from './clip.ts';

/** Frames of a row, spread over the clip. */
const SHOWN = [0, 4, 8, 12, 16];
/** Pixels from one column to the next; no clip is wider. */
const COLUMN = 160;
const CAPTION = 18;
const MARGIN = 6;

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Draws one row a clip, its prompt above, and writes a WebP picture. */
export async function writeSheet(path: string, rows: readonly { prompt: string; clip: Clip }[]): Promise<void> {
  const width = SHOWN.length * (COLUMN + MARGIN) + MARGIN;
  const layers: OverlayOptions[] = [];
  let top = MARGIN;
  for (const { prompt, clip } of rows) {
    const caption = `<svg width="${width}" height="${CAPTION}"><text x="${MARGIN}" y="13" font-family="sans-serif" font-size="12" fill="#1f1b16">${escaped(prompt)}</text></svg>`;
    layers.push({ input: Buffer.from(caption), left: 0, top });
    const size = clip.width * clip.height * 3;
    for (const [column, index] of SHOWN.entries()) {
      layers.push({
        input: Buffer.from(clip.rgb.subarray(index * size, (index + 1) * size)),
        raw: { width: clip.width, height: clip.height, channels: 3 },
        left: MARGIN + column * (COLUMN + MARGIN),
        top: top + CAPTION,
      });
    }
    top += CAPTION + clip.height + MARGIN;
  }
  await sharp({ create: { width, height: top, channels: 3, background: '#faf7f1' } })
    .composite(layers)
    .webp({ quality: 82 })
    .toFile(path);
}
