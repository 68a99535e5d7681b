import { immutable, assets } from '$app/manifest';
import { self } from '$app/service-worker';
import { version } from '$app/env';
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { isolated } from './isolated.ts';

/*
 * Keeps the app on this machine. The shell is there from the first visit on; a new version waits until
 * the page sends SKIP_WAITING, after a yes. Model files are kept by the page itself, which knows their
 * hashes (lib/workers/model-cache).
 */

/** ONNX Runtime: tens of megabytes for each provider, so only those in use are kept, when they are fetched. */
const RUNTIME_FILE = /\/ort[.-][^/]+$/;
const RUNTIME_CACHE = 'kinora-runtime';
/** One page serves every route. */
const PAGE = '/';

const paths = immutable.map(({ path }) => new URL(path, self.registration.scope).pathname);
const runtimePaths = new Set(paths.filter((path) => RUNTIME_FILE.test(path)));
const isolation = { cacheWillUpdate: async ({ response }: { response: Response }) => isolated(response) };

const shell = new PrecacheController({ plugins: [isolation] });
shell.addToCacheList([
  { url: PAGE, revision: version },
  ...paths.filter((path) => !runtimePaths.has(path)).map((url) => ({ url, revision: null })),
  ...assets.map(({ path }) => ({ url: new URL(path, self.registration.scope).pathname, revision: version })),
]);

self.addEventListener('install', (event) => void shell.install(event));
self.addEventListener('activate', (event) => {
  void shell.activate(event);
  event.waitUntil(Promise.all([self.clients.claim(), dropOldRuntimes()]));
});
self.addEventListener('message', ({ data }) => {
  if (data?.type === 'SKIP_WAITING') void self.skipWaiting();
});

registerRoute(new PrecacheRoute(shell));
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && runtimePaths.has(url.pathname),
  new CacheFirst({ cacheName: RUNTIME_CACHE, plugins: [isolation] }),
);
registerRoute(({ request }) => request.mode === 'navigate', shell.createHandlerBoundToURL(PAGE));

async function dropOldRuntimes(): Promise<void> {
  const cache = await caches.open(RUNTIME_CACHE);
  for (const request of await cache.keys()) {
    if (!runtimePaths.has(new URL(request.url).pathname)) await cache.delete(request);
  }
}
