import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright';
import { createServer, defaultClientConditions } from 'vite';
import { builtInModel } from '../../models/vite-plugin.ts';
import { chromiumLaunch } from '../browser/launch.ts';
import { generateButton, playing, ready, Site } from '../e2e/site.ts';
import { ROOT } from '../run-node.ts';
import { interleaved, type Measure, ms, type Skipped, timed } from './measure.ts';
import type { Bench } from './pages/bench.ts';

const PAGES = fileURLToPath(new URL('./pages', import.meta.url));
const SITE_PORT = 4890;

/** WASM on every core against one thread, and WebCodecs against ffmpeg.wasm. */
export async function workerMeasures(): Promise<(Measure | Skipped)[]> {
  const server = await createServer({
    configFile: false,
    root: PAGES,
    logLevel: 'error',
    cacheDir: `${ROOT}/node_modules/.vite-bench`,
    plugins: [builtInModel()],
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    optimizeDeps: { exclude: ['onnxruntime-web', '@ffmpeg/ffmpeg', '@ffmpeg/core'] },
    server: {
      port: 0,
      fs: { allow: [ROOT] },
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
  });
  await server.listen();
  const browser = await chromium.launch(chromiumLaunch());
  try {
    const address = server.resolvedUrls?.local[0] ?? '';
    const open = async (): Promise<Page> => {
      const page = await browser.newPage();
      await page.goto(address);
      await page.waitForFunction(() => 'bench' in globalThis, undefined, { timeout: 60_000 });
      return page;
    };
    return [await threadsAgainstOne(await open(), await open()), await codecs(await open())];
  } finally {
    await browser.close();
    await server.close();
  }
}

async function threadsAgainstOne(many: Page, one: Page): Promise<Measure | Skipped> {
  const threads = Math.min(4, availableParallelism());
  const name = `WASM on ${threads} threads : on one, one guided step`;
  if (threads < 2) return { name, why: 'this machine has one core' };
  await many.evaluate((count) => (globalThis as unknown as { bench: Bench }).bench.prepareStep(count), threads);
  await one.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.prepareStep(1));
  const step = (page: Page) => () => page.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.step());
  const { first, second, ratio } = await interleaved(7, step(many), step(one));
  return { name, value: ratio, unit: 'ratio', detail: `${ms(first)} : ${ms(second)}` };
}

async function codecs(page: Page): Promise<Measure> {
  const webCodecs = () => page.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.webCodecs());
  const ffmpeg = () => page.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.ffmpeg());
  const { first, second, ratio } = await interleaved(5, webCodecs, ffmpeg);
  return { name: 'WebCodecs : ffmpeg.wasm, 48 frames 512×320', value: ratio, unit: 'ratio', detail: `${ms(first)} : ${ms(second)}, H.264 at equal quantiser` };
}

/** The real studio: how much JavaScript the first page needs, and how long its first clip takes. */
export async function studioMeasures(): Promise<Measure[]> {
  const site = await Site.open(SITE_PORT);
  try {
    const { context, page } = await site.visitor();
    await page.goto(site.url);
    await generateButton(page).waitFor();
    const scripts = await pageScripts(page);
    const sizes = await Promise.all(scripts.map(async (script) => gzipSync(await readFile(`${ROOT}/build${script}`), { level: 9 }).length));
    const bytes = sizes.reduce((total, size) => total + size, 0);
    await ready(page);
    const clip = await timed(async () => {
      await generateButton(page).click();
      await playing(page, 'Take 1');
    });
    await context.close();
    return [
      { name: 'JavaScript of the first page, gzip', value: bytes / 1000, unit: 'kB', atMost: 150, detail: `${scripts.length} files` },
      { name: 'default clip in the browser', value: clip / 1000, unit: 's', atMost: 30, detail: 'from the click to the playing clip' },
    ];
  } finally {
    await site.close();
  }
}

/** The scripts that the page itself loaded up to now: not those of workers, nor what is put away for later. */
async function pageScripts(page: Page): Promise<string[]> {
  const workers = new Set(page.workers().map((worker) => new URL(worker.url()).pathname));
  const loaded = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter((entry) => entry.initiatorType !== 'fetch' && new URL(entry.name).pathname.endsWith('.js'))
      .map((entry) => new URL(entry.name).pathname),
  );
  return [...new Set(loaded)].filter((script) => !workers.has(script));
}
