import { immutable, assets } from '$app/manifest';
import { self } from '$app/service-worker';
import { version } from '$app/env';
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { serveAbsentPages } from './absent-pages.ts';
import { isolated } from './isolated.ts';
import { tidy } from './old-files.ts';

/*
 * Keeps the app on this machine. The shell is there from the first visit on; a new version waits until
 * the page sends SKIP_WAITING, after a yes. Model files are kept by the page itself, which knows their
 * hashes (lib/workers/model-cache).
 */

/** ONNX Runtime and FFmpeg: megabytes each, so only what is in use is kept, when it is fetched. */
const RUNTIME_FILE = /\/(ort|ffmpeg-core)[.-][^/]+$/;
const RUNTIME_CACHE = 'kinora-runtime';
/** One page serves every route. */
const PAGE = '/';

const addresses = immutable.map(({ path }) => new URL(path, self.registration.scope).href);
const runtimeFiles = new Set(addresses.filter((address) => RUNTIME_FILE.test(address)));
/** Where files lie whose names change with their bytes. */
const immutableFolder = new URL('_app/immutable/', self.registration.scope).href;
const isolation = { cacheWillUpdate: async ({ response }: { response: Response }) => isolated(response) };

const shell = new PrecacheController({ plugins: [isolation] });
shell.addToCacheList([
  { url: PAGE, revision: version },
  ...addresses.filter((address) => !runtimeFiles.has(address)).map((url) => ({ url, revision: null })),
  ...assets.map(({ path }) => ({ url: new URL(path, self.registration.scope).pathname, revision: version })),
]);

self.addEventListener('install', (event) => void shell.install(event));
self.addEventListener('activate', (event) => {
  const { cacheName } = shell.strategy;
  const needed = new Set(shell.getURLsToCacheKeys().values());
  event.waitUntil(Promise.all([self.clients.claim(), tidy(cacheName, needed), tidy(RUNTIME_CACHE, runtimeFiles)]));
});
self.addEventListener('message', ({ data }) => {
  if (data?.type === 'SKIP_WAITING') void self.skipWaiting();
});
serveAbsentPages(self);

registerRoute(new PrecacheRoute(shell));
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && RUNTIME_FILE.test(url.pathname),
  new CacheFirst({ cacheName: RUNTIME_CACHE, plugins: [isolation] }),
);
// Parts of the version before, for tabs that still run it.
registerRoute(
  ({ url }) => url.href.startsWith(immutableFolder),
  async ({ request }) => (await caches.match(request.url)) ?? fetch(request),
);
registerRoute(({ request }) => request.mode === 'navigate', shell.createHandlerBoundToURL(PAGE));
