import type { GenerationResult } from '#core/domain/generate/engine.ts';
import { encodeFilm } from '#core/film/encode.ts';
import { encodePng } from './write-picture.ts';

/** What was made as a file with its recipe inside: one frame as a PNG, more as an MP4. Throws FaultError `encoder-unavailable`. */
export async function encodeResult({ video, recipe }: Pick<GenerationResult, 'video' | 'recipe'>): Promise<Uint8Array> {
  if (video.frames === 1) return encodePng(video, recipe);
  // The codecs are large: they are loaded only where they are needed.
  const { registerCodecs } = await import('./register.ts');
  registerCodecs();
  return (await encodeFilm(video, 'mp4', recipe)).bytes;
}
