import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { encodeFilm } from '#core/film/encode.ts';
import { registerCodecs } from '../../../accelerator/media/register.ts';
import { DRAWN_RECIPE } from '../../fixtures/drawn-clip.ts';

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

/** All frames as an H.264 film. */
export async function drawFilm(drawing: Drawing, frameRate: number): Promise<Uint8Array> {
  registerCodecs();
  const { width, height, frames } = drawing;
  const rgb = Buffer.concat(Array.from({ length: frames }, (_, frame) => drawFrame(drawing, frame)));
  return (await encodeFilm({ width, height, frames, frameRate, rgb: new Uint8Array(rgb) }, 'mp4', DRAWN_RECIPE)).bytes;
}

/** What a sampler shows of a clip as it forms. */
export const drawPreview = (digest: string, kind: 'jpeg' | 'png'): Promise<Buffer> =>
  sharp({ create: { width: 52, height: 30, channels: 3, background: { r: colourOf(digest, 0)[0], g: colourOf(digest, 0)[1], b: colourOf(digest, 0)[2] } } })
    .toFormat(kind)
    .toBuffer();
