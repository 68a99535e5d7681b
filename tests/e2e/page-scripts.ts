import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright';

const BUILD = fileURLToPath(new URL('../../build', import.meta.url));

/** Of workers, which load them for themselves, and what they run. */
const OF_WORKERS = /\/workers\/|\/(ort|ffmpeg-core)[.-][^/]+$/;

/** A script of the build, as text. `path`: from the root of the site. */
export const scriptText = (path: string): Promise<string> => readFile(BUILD + path, 'utf8');

/** Its bytes as they travel. */
export const gzipped = async (path: string): Promise<number> => gzipSync(await scriptText(path), { level: 9 }).length;

const USABLE = 'kinora usable';

/** Has a page note when Create can be used: to be asked before it is opened. */
export async function noteUsable(page: Page): Promise<void> {
  await page.addInitScript((name) => {
    const watch = new MutationObserver(() => {
      if (![...document.querySelectorAll('button:enabled')].some(({ textContent }) => /^\s*Generate/.test(textContent))) return;
      performance.mark(name);
      watch.disconnect();
    });
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  }, USABLE);
}

/**
 * The scripts that a page asked for before it could be used, whichever way: by a tag, by another script, or on demand.
 * Not those of workers, nor what the service worker puts away for later. To be asked before more than 250 files were loaded: browsers note no more.
 */
export async function firstScripts(page: Page): Promise<string[]> {
  const [usable, loaded] = await page.evaluate(
    (name) => [performance.getEntriesByName(name)[0]?.startTime, performance.getEntriesByType('resource').map(({ name: url, startTime }) => ({ path: new URL(url).pathname, startTime }))] as const,
    USABLE,
  );
  if (usable === undefined) throw new Error('the page was not seen to become usable');
  if (loaded.length >= 250) throw new Error('more was loaded than the browser notes');
  const first = loaded.filter(({ startTime }) => startTime <= usable).map(({ path }) => path);
  return [...new Set(first)].filter((path) => /\.m?js$/.test(path) && !OF_WORKERS.test(path));
}

/** All scripts of the build that a page may load. */
export async function buildScripts(): Promise<string[]> {
  const files = await readdir(`${BUILD}/_app/immutable`, { recursive: true });
  return files.map((file) => `/_app/immutable/${file}`).filter((path) => path.endsWith('.js') && !OF_WORKERS.test(path));
}
