import { dropModelFiles } from '#lib/storage/room.ts';

/** How long the newest version may take to arrive, in milliseconds. */
const LIMIT_MS = 20_000;

/** Fetches the newest version of the app, puts it in place and loads the page; for a page that is too old to open. */
export async function loadNewest(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration) {
    await registration.update().catch(() => undefined);
    const worker = registration.installing ?? registration.waiting;
    if (worker) await Promise.race([installed(worker), new Promise((resolve) => setTimeout(resolve, LIMIT_MS))]);
    registration.waiting?.postMessage({ type: 'SKIP_WAITING' });
    if (registration.waiting) {
      await Promise.race([
        new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true })),
        new Promise((resolve) => setTimeout(resolve, LIMIT_MS)),
      ]);
    }
  }
  location.reload();
}

/** Throws the model's files away to make room, and loads the page; for a studio that cannot open on a full disk. */
export async function loadWithoutModels(): Promise<void> {
  await dropModelFiles();
  location.reload();
}

function installed(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    const look = () => worker.state !== 'installing' && resolve();
    worker.addEventListener('statechange', look);
    look();
  });
}
