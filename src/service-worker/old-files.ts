import { sortOut } from './generations.ts';

/** Where the names of outdated files are written down, one list for each cache. */
const LISTS = 'kinora-outdated';

/** Removes from a cache what neither this version nor the one before it needs. */
export async function tidy(cacheName: string, current: ReadonlySet<string>): Promise<void> {
  const [cache, lists] = await Promise.all([caches.open(cacheName), caches.open(LISTS)]);
  const list = `/${encodeURIComponent(cacheName)}`;
  const before = ((await (await lists.match(list))?.json()) ?? []) as string[];
  const kept = (await cache.keys()).map(({ url }) => url);
  const { remove, outdated } = sortOut(kept, current, new Set(before));
  for (const url of remove) await cache.delete(url);
  await lists.put(list, Response.json(outdated));
}
