import * as Comlink from 'comlink';
import type { Compacted, HistoryPoint, LogEntry } from '#core/document/log/compact.ts';
import type { CompactionApi } from '#lib/workers/compaction.worker.ts';

/** Compacts a log away from the page, which goes on meanwhile. */
export async function compactInWorker(entries: readonly LogEntry[], points: readonly HistoryPoint[]): Promise<Compacted> {
  const worker = new Worker(new URL('../workers/compaction.worker.ts', import.meta.url), { type: 'module' });
  const died = new Promise<never>((_resolve, reject) => (worker.onerror = ({ message }) => reject(new Error(message))));
  try {
    return await Promise.race([Comlink.wrap<CompactionApi>(worker).compact(entries, points), died]);
  } finally {
    worker.terminate();
  }
}
