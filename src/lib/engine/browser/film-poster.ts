import * as Comlink from 'comlink';
import type { FilmCut } from '#core/film/compose/film-cut.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Poster, PosterApi } from '#lib/workers/poster.worker.ts';
import { FILM_FILES } from './film-files.ts';
import type { FindBlob } from './film-exporter.ts';

/** Lines of a poster's picture. */
const LINES = 1080;

/** A frame of the film as a PNG, drawn in a worker of its own. Throws FaultError `cancelled` or `worker-died`. */
export async function drawPoster(cut: FilmCut, frame: number, find: FindBlob, signal: AbortSignal): Promise<Poster> {
  const worker = new Worker(new URL('../../workers/poster.worker.ts', import.meta.url), { type: 'module' });
  const api = Comlink.wrap<PosterApi>(worker);
  try {
    return await Promise.race([
      api.draw({ cut, frame, lines: LINES, fonts: FILM_FILES.fonts }, Comlink.proxy(find)),
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new FaultError('cancelled')), { once: true });
        worker.onerror = () => reject(new FaultError('worker-died'));
      }),
    ]);
  } finally {
    api[Comlink.releaseProxy]();
    worker.terminate();
  }
}
