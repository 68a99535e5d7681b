import type { QueueEvent } from '#lib/queue/events.ts';
import type { WaitReason } from '#core/schema/job.ts';

/** What this needs of the queue. */
interface WakeableQueue {
  subscribe(listener: (event: QueueEvent) => void): () => void;
  /** Looks again at what jobs wait for. */
  lookAround(): void;
}

/** The service worker knows it by this tag. */
const TAG = 'kinora-queue';
/** What may be there again once the network is. */
const OUT_THERE: readonly WaitReason[] = ['network', 'accelerator'];

/** Chromium's background sync, which no standard library of types has yet. */
interface SyncRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

/**
 * Has the browser say when the network is back while jobs wait for it, where it can (Background Sync): its word
 * reaches the service worker, which wakes the pages that are open. Browsers without it tell pages by `online` alone.
 */
export function wakeByBackgroundSync(queue: WakeableQueue): () => void {
  const stop = new AbortController();
  navigator.serviceWorker?.addEventListener(
    'message',
    ({ data }: MessageEvent<{ type?: string } | null>) => data?.type === 'WAKE_QUEUE' && queue.lookAround(),
    { signal: stop.signal },
  );
  let waited = false;
  const unsubscribe = queue.subscribe((event) => {
    if (event.kind !== 'jobs') return;
    const waits = event.jobs.some(({ job }) => job.state === 'waiting' && job.waitsFor.some((reason) => OUT_THERE.includes(reason)));
    if (waits && !waited) void register();
    waited = waits;
  });
  return () => {
    stop.abort();
    unsubscribe();
  };
}

async function register(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration()) as SyncRegistration | undefined;
  // A person can switch it off in the browser; then `online` has to do.
  await registration?.sync?.register(TAG).catch(() => undefined);
}
