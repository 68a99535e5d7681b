import { encodeFilm } from '#core/film/encode.ts';
import { registerCodecs } from '../../../accelerator/media/register.ts';
import { DRAWN_RECIPE } from '../../fixtures/drawn-clip.ts';
import { type Drawing, drawFrame } from './draw.ts';

/** All frames as an H.264 film. */
export async function drawFilm(drawing: Drawing, frameRate: number): Promise<Uint8Array> {
  registerCodecs();
  const { width, height, frames } = drawing;
  const rgb = Buffer.concat(Array.from({ length: frames }, (_, frame) => drawFrame(drawing, frame)));
  return (await encodeFilm({ width, height, frames, frameRate, rgb: new Uint8Array(rgb) }, 'mp4', DRAWN_RECIPE)).bytes;
}
