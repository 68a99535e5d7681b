import { wrap } from 'comlink';
import type { Fault } from '#core/schema/fault.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { FilmApi } from '#lib/workers/film.worker.ts';
import type { VideoLook } from '#lib/workers/look-at-video.ts';

/** Looks at a video in a worker of its own: its size, frames, rate and stills. */
export async function lookAtVideo(file: Blob): Promise<Result<VideoLook, Fault>> {
  const worker = new Worker(new URL('../../workers/film.worker.ts', import.meta.url), { type: 'module' });
  const died = new Promise<Result<VideoLook, Fault>>((resolve) => {
    worker.onerror = () => resolve(fail({ reason: 'worker-died', facts: {} }));
  });
  try {
    return await Promise.race([wrap<FilmApi>(worker).look(file), died]);
  } finally {
    worker.terminate();
  }
}
