import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { createServer, defaultClientConditions } from 'vite';
import { builtInModel } from '../../models/vite-plugin.ts';
import { chromiumLaunch } from '../browser/launch.ts';
import { firstScripts, gzipped, noteUsable } from '../e2e/page-scripts.ts';
import { generateButton, playing, ready, Site } from '../e2e/site.ts';
import { ROOT } from '../run-node.ts';
import { interleaved, type Measure, median, ms, type Skipped, timed, withinTime } from './measure.ts';
import type { Bench } from './pages/bench.ts';

const PAGES = fileURLToPath(new URL('./pages', import.meta.url));
const SITE_PORT = 4890;
const EXPORT_SECONDS = 10;
/** ffmpeg.wasm may take minutes for them; more than so many milliseconds nobody waits. */
const MOST_EXPORT_MS = 10 * 60_000;

const EXPORT_NAME = `export in the browser : ffmpeg.wasm, ${EXPORT_SECONDS} s at 720p`;

/** Lets work open pages that have `bench`, each a new visitor or, in a context, the same one again. */
export async function withBenchPages<Value>(work: (open: (within?: BrowserContext) => Promise<Page>, browser: Browser) => Promise<Value>): Promise<Value> {
  const server = await createServer({
    configFile: false,
    root: PAGES,
    logLevel: 'error',
    cacheDir: `${ROOT}/node_modules/.vite-bench`,
    plugins: [builtInModel()],
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    // What workers find later must not have the page loaded anew in the middle.
    optimizeDeps: { exclude: ['onnxruntime-web', '@ffmpeg/ffmpeg', '@ffmpeg/core'], include: ['@mediabunny/aac-encoder', 'comlink', 'mediabunny', '@zip.js/zip.js/lib/zip-core-native.js', 'zod'] },
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
    const open = async (within: Browser | BrowserContext = browser): Promise<Page> => {
      const page = await within.newPage();
      await page.goto(address);
      await page.waitForFunction(() => 'bench' in globalThis, undefined, { timeout: 60_000 });
      return page;
    };
    return await work(open, browser);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** WASM on every core against one thread, and WebCodecs against ffmpeg.wasm. */
export const workerMeasures = (): Promise<(Measure | Skipped)[]> =>
  withBenchPages(async (open) => [await threadsAgainstOne(await open(), await open()), await codecs(await open()), await measuring(await open())]);

/** A film with dissolves and a song in the browser's worker, and by ffmpeg.wasm, which takes its time: so ten seconds of it. */
export const browserExportMeasures = (): Promise<Measure | Skipped> =>
  withBenchPages((open) => withinTime(EXPORT_NAME, MOST_EXPORT_MS, async () => {
    const page = await open();
    const bitrate = await page.evaluate((seconds) => (globalThis as unknown as { bench: Bench }).bench.prepareFilm(seconds), EXPORT_SECONDS);
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < 2; turn += 1) {
      ours.push(await page.evaluate((seconds) => (globalThis as unknown as { bench: Bench }).bench.exportFilm(seconds), EXPORT_SECONDS));
      theirs.push(await page.evaluate(([seconds, rate]) => (globalThis as unknown as { bench: Bench }).bench.ffmpegFilm(seconds, rate), [EXPORT_SECONDS, bitrate] as const));
    }
    const [first, second] = [median(ours), median(theirs)];
    return { name: EXPORT_NAME, value: median(ours.map((time, i) => time / theirs[i]!)), unit: 'ratio', atMost: 1, detail: `${(first / 1000).toFixed(1)} s : ${(second / 1000).toFixed(1)} s, 2 clips with a dissolve and a song; H.264 of one bit rate, ffmpeg at preset ultrafast` };
  }));

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

/** What measuring a take adds to decoding it, without which it cannot be seen either. */
async function measuring(page: Page): Promise<Measure> {
  const decode = () => page.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.decodeTake());
  const measure = () => page.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.measureTake());
  // What is measured was decoded before.
  await decode();
  const { first, second, ratio } = await interleaved(7, measure, decode);
  return { name: 'measuring a take : decoding it, 48 frames 512×320', value: ratio, unit: 'ratio', atMost: 3, detail: `${ms(first)} : ${ms(second)}, in the worker that nobody waits for` };
}

/** The real studio: how much JavaScript the first page needs, and how long its first clip takes. */
export async function studioMeasures(): Promise<Measure[]> {
  const site = await Site.open(SITE_PORT);
  try {
    const { context, page } = await site.visitor();
    await noteUsable(page);
    await page.goto(site.url);
    // Whatever it asks for until Create can be used, statically or on demand.
    await ready(page);
    const scripts = await firstScripts(page);
    const sizes = await Promise.all(scripts.map(gzipped));
    const bytes = sizes.reduce((total, size) => total + size, 0);
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
