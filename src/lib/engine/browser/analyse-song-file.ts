import * as Comlink from 'comlink';
import type { SongAnalysis } from '#core/domain/music/song-analysis.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { SongApi } from '#lib/workers/song.worker.ts';

export interface HearingOptions {
  readonly signal: AbortSignal;
  /** How much has been heard, 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/** Hears a song in a worker of its own, which ends at once when `signal` says so. `name` appears in the fault. */
export async function analyseSongFile(file: Blob, name: string, { signal, onProgress }: HearingOptions): Promise<Result<SongAnalysis, Fault>> {
  if (signal.aborted) return fail({ reason: 'cancelled', facts: {} });
  const worker = new Worker(new URL('../../workers/song.worker.ts', import.meta.url), { type: 'module' });
  const api = Comlink.wrap<SongApi>(worker);
  const over = Promise.withResolvers<Result<SongAnalysis, Fault>>();
  const stop = (): void => over.resolve(fail({ reason: 'cancelled', facts: {} }));
  signal.addEventListener('abort', stop);
  worker.onerror = () => over.resolve(fail({ reason: 'worker-died', facts: {} }));
  void api.analyse(file, Comlink.proxy(onProgress)).then((heard) => over.resolve(heard && heard.length > 0 ? ok(heard) : fail({ reason: 'song-unreadable', facts: { file: name } })), over.reject);
  try {
    return await over.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    worker.terminate();
    // Comlink closes the worker's door when the wrapper is collected: it is held until here.
    api[Comlink.releaseProxy]();
  }
}
