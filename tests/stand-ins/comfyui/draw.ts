import { createHash } from 'node:crypto';
import sharp from 'sharp';

/** Pictures that are to be drawn: what they depend on, as a hash, and how many of what size. */
export interface Drawing {
  readonly digest: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/** The colour of a frame: the same of the same work, another of any other. */
export function colourOf(digest: string, frame: number): [number, number, number] {
  const hash = createHash('sha256').update(digest).digest();
  return [(hash[0] as number) ^ (frame * 3), (hash[1] as number) ^ (frame * 5), hash[2] as number];
}

/** One frame as RGB: a ground in the frame's colour, and a bar that goes down it as time goes on. */
export function drawFrame({ digest, width, height, frames }: Drawing, frame: number): Uint8Array {
  const rgb = new Uint8Array(width * height * 3);
  const colour = colourOf(digest, frame);
  const bar = Math.floor((frame * height) / frames);
  for (let at = 0; at < width * height; at += 1) rgb.set(Math.floor(at / width) === bar ? [255, 255, 255] : colour, at * 3);
  return rgb;
}

export const drawPng = (drawing: Drawing, frame: number): Promise<Buffer> =>
  sharp(drawFrame(drawing, frame), { raw: { width: drawing.width, height: drawing.height, channels: 3 } }).png({ compressionLevel: 1 }).toBuffer();

/** What a sampler shows of a clip as it forms. */
export const drawPreview = (digest: string, kind: 'jpeg' | 'png'): Promise<Buffer> =>
  sharp({ create: { width: 52, height: 30, channels: 3, background: { r: colourOf(digest, 0)[0], g: colourOf(digest, 0)[1], b: colourOf(digest, 0)[2] } } })
    .toFormat(kind)
    .toBuffer();
