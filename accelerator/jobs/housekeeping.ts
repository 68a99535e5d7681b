import type { Logger } from 'pino';
import { surplusDone } from '#core/domain/queue/queue-order.ts';
import type { MediaShelf } from '../media/ports.ts';
import type { JobStore } from './job-store.ts';

const HOUR_MS = 60 * 60_000;

/**
 * Forgets collected jobs that are too many, and lets go of files that no job names, hourly. What was sent within the
 * last hour stays: the order that names it may still be on its way. Returns the way to stop.
 */
export function keepHouse(store: JobStore, shelf: MediaShelf, log: Logger): () => void {
  const tidy = () => {
    clean(store, shelf).catch((error: unknown) => log.error({ err: error }, 'what nobody needs could not be let go'));
  };
  const timer = setInterval(tidy, HOUR_MS);
  timer.unref();
  tidy();
  return () => clearInterval(timer);
}

async function clean(store: JobStore, shelf: MediaShelf): Promise<void> {
  for (const client of store.clients()) {
    const line = store.of(client);
    const needed = new Set([...line.values()].flatMap(({ dependsOn }) => dependsOn));
    const surplus = surplusDone([...line.values()].filter(({ id, collected }) => collected && !needed.has(id)));
    store.write(surplus.flatMap((id) => line.get(id) ?? []).map((kept) => ({ forget: kept })));
  }
  await shelf.collect((sha256) => store.names(sha256), Date.now() - HOUR_MS);
}
