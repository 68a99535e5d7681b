import * as Comlink from 'comlink';
import type { GenerationResult, RawVideo } from '#core/domain/generate/engine.ts';
import { type Container, encodeFilm } from '#core/film/encode.ts';
import { withPngComment } from '#core/film/png-comment.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Recipe } from '#core/schema/recipe.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { FilmFiles, MediaFile } from '#lib/engine/film.ts';
import { lookAtVideo, type VideoLook } from './look-at-video.ts';
import { stillsOfFile } from './stills-of-file.ts';
import { drawFilmstrip, drawFrame, toFile } from './stills.ts';

/** MP4 plays everywhere; a browser that encodes none of its codecs may still make a WebM. */
const CONTAINERS: readonly Container[] = ['mp4', 'webm'];

const api = {
  /** A clip as a film, or a single frame as a PNG, with poster and filmstrip. */
  async make({ video, recipe }: Pick<GenerationResult, 'video' | 'recipe'>): Promise<Result<FilmFiles, Fault>> {
    try {
      const poster = await toFile(drawFrame(video, 0), 'image/png');
      const strip = drawFilmstrip(video);
      const filmstrip = { ...(await toFile(strip.canvas, 'image/webp')), frames: strip.frames };
      const media = video.frames === 1 ? still(poster, recipe) : await encode(video, recipe);
      const buffers = [media, poster, filmstrip].map(({ bytes }) => bytes.buffer);
      return Comlink.transfer(ok({ media, poster, filmstrip }), buffers);
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  },

  /** A film or a still as it came, with poster and filmstrip. */
  async keep({ file, recipe }: { readonly file: Blob; readonly recipe: Recipe }): Promise<Result<FilmFiles, Fault>> {
    try {
      const { poster, filmstrip } = await stillsOfFile(file, recipe.frames);
      const media = { type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) };
      const buffers = [media, poster, filmstrip].map(({ bytes }) => bytes.buffer);
      return Comlink.transfer(ok({ media, poster, filmstrip }), buffers);
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  },

  /** What a video that a person brings in is, with poster and filmstrip; its bytes stay where they are. */
  async look(file: Blob): Promise<Result<VideoLook, Fault>> {
    try {
      return ok(await lookAtVideo(file));
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  },
};
export type FilmApi = typeof api;

/** The still as the take's file: the poster, with the recipe inside. */
function still({ bytes, type }: MediaFile, recipe: Recipe): MediaFile {
  return { type, bytes: withPngComment(bytes, JSON.stringify(recipe)) };
}

async function encode(video: RawVideo, recipe: Recipe): Promise<MediaFile> {
  let refused: unknown;
  for (const container of CONTAINERS) {
    try {
      const { bytes, type } = await encodeFilm(video, container, recipe);
      return { bytes: new Uint8Array(bytes), type };
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      refused = error;
    }
  }
  throw refused;
}

Comlink.expose(api);
