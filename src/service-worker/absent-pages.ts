/*
 * What the service worker does for pages that are not in sight: it leads a click on a desktop notification to a
 * tab, and wakes the queue when the network is back. It runs no job itself: without a page there is no engine.
 */

/** The tag under which a page asks to be woken once there is a network again. */
const QUEUE_SYNC = 'kinora-queue';

/** What the pages are told; they know these messages by their type. */
type Word = { readonly type: 'OPEN_PAGE'; readonly path: string } | { readonly type: 'WAKE_QUEUE' };

/** Chromium's background sync, which no standard library of types has yet. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

export function serveAbsentPages(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const path = (event.notification.data as { path?: unknown } | null)?.path;
    event.waitUntil(open(worker, typeof path === 'string' ? path : '/'));
  });
  worker.addEventListener('sync', (event) => {
    const { tag } = event as SyncEvent;
    if (tag === QUEUE_SYNC) (event as SyncEvent).waitUntil(wakeQueue(worker));
  });
}

/** Shows the page in a tab that is open, the one in sight first; else in a new one. */
async function open({ clients }: ServiceWorkerGlobalScope, path: string): Promise<void> {
  const tabs = await clients.matchAll({ type: 'window' });
  const tab = tabs.find(({ focused }) => focused) ?? tabs.find(({ visibilityState }) => visibilityState === 'visible') ?? tabs[0];
  if (!tab) {
    await clients.openWindow(path);
    return;
  }
  tab.postMessage({ type: 'OPEN_PAGE', path } satisfies Word);
  // Refused where the browser does not count the click as one; the page is there all the same.
  await tab.focus().catch(() => undefined);
}

async function wakeQueue({ clients }: ServiceWorkerGlobalScope): Promise<void> {
  for (const tab of await clients.matchAll({ type: 'window' })) tab.postMessage({ type: 'WAKE_QUEUE' } satisfies Word);
}
