import * as Comlink from 'comlink';
import type { Matte } from '#core/domain/cut-outs/matte.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { CutOutApi, CutPicture } from '#lib/workers/cut-out.worker.ts';

/** A picture without its ground, as PNG in its own size, cut in a worker of its own; `cancelled` at once after the signal. */
export async function cutPicture(picture: Blob, matte: Matte, signal?: AbortSignal): Promise<Result<CutPicture, Fault>> {
  const ended = (reason: 'cancelled' | 'worker-died') => fail<Fault>({ reason, facts: {} });
  if (signal?.aborted) return ended('cancelled');
  const worker = new Worker(new URL('../../workers/cut-out.worker.ts', import.meta.url), { type: 'module' });
  const api = Comlink.wrap<CutOutApi>(worker);
  try {
    return await Promise.race([
      api.cut(picture, matte),
      new Promise<Result<never, Fault>>((resolve) => {
        signal?.addEventListener('abort', () => resolve(ended('cancelled')), { once: true });
        worker.onerror = () => resolve(ended('worker-died'));
      }),
    ]);
  } finally {
    api[Comlink.releaseProxy]();
    worker.terminate();
  }
}
