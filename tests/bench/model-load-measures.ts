import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright';
import { withBenchPages } from './browser-measures.ts';
import { type Measure, median, ms, type Skipped } from './measure.ts';
import type { ModelLoad } from './pages/model-load.worker.ts';

/** A model as people have them: a text encoder, a transformer and two more graphs. Bytes of each. */
const GRAPHS = 4;
const BYTES = 48 * 2 ** 20;
const TURNS = 3;

type Global = { readonly modelLoad: ModelLoad };

/** How long the browser takes to open a model that it keeps, and what it holds meanwhile. */
export const modelLoadMeasures = (): Promise<(Measure | Skipped)[]> =>
  withBenchPages(async (open, browser) => {
    const context = await browser.newContext();
    const page = await ready(open, context);
    const bytes = await page.evaluate(([graphs, each]) => (globalThis as unknown as Global).modelLoad.keep(graphs, each), [GRAPHS, BYTES] as const);
    await page.close();
    return [...(await times(open, context, bytes)), await memory(open, context, browser, bytes)];
  });

type Open = (within: BrowserContext) => Promise<Page>;

async function ready(open: Open, context: BrowserContext): Promise<Page> {
  const page = await open(context);
  await page.evaluate(() => import(/* @vite-ignore */ String('/model-load.ts')));
  return page;
}

/** In turns, each in a page of its own: the first opening of a page, and the next one. */
async function times(open: Open, context: BrowserContext, bytes: number): Promise<Measure[]> {
  const seen = { shelf: { cold: [] as number[], warm: [] as number[] }, cache: { cold: [] as number[], warm: [] as number[] } };
  for (let turn = 0; turn <= TURNS; turn += 1) {
    for (const from of ['shelf', 'cache'] as const) {
      const page = await ready(open, context);
      await page.evaluate(() => (globalThis as unknown as Global).modelLoad.prepare());
      const load = () => page.evaluate(([place, graphs]) => (globalThis as unknown as Global).modelLoad.open(place, graphs), [from, GRAPHS] as const);
      const cold = await load();
      await page.evaluate(() => (globalThis as unknown as Global).modelLoad.release());
      const warm = await load();
      await page.close();
      // The first turn reads what has just been written.
      if (turn > 0) {
        seen[from].cold.push(cold);
        seen[from].warm.push(warm);
      }
    }
  }
  return (['cold', 'warm'] as const).map((when) => ({
    name: `model opened from OPFS : from the cache, ${when}`,
    value: median(seen.shelf[when].map((time, turn) => time / seen.cache[when][turn]!)),
    unit: 'ratio',
    detail: `${ms(median(seen.shelf[when]))} : ${ms(median(seen.cache[when]))}, ${GRAPHS} graphs of ${(bytes / 1e6).toFixed(0)} MB in all, ${when === 'cold' ? 'first of a page' : 'again in the same page'}, WASM`,
  }));
}

const MEMORY = 'memory while a model is opened : its size';

/** The most that the page's process came to hold, over what it held before. Linux alone tells that. */
async function memory(open: Open, context: BrowserContext, browser: Browser, bytes: number): Promise<Measure | Skipped> {
  if (process.platform !== 'linux') return { name: MEMORY, why: 'only Linux says what a process held at most' };
  await emptied(browser);
  const page = await ready(open, context);
  await page.evaluate(() => (globalThis as unknown as Global).modelLoad.prepare());
  await collectGarbage(context, page);
  const processes = await renderers(browser);
  const before = new Map<number, number>();
  for (const id of processes) {
    // Forgets what was held at most until now.
    await writeFile(`/proc/${id}/clear_refs`, '5');
    before.set(id, await kept(id, 'VmRSS'));
  }
  await page.evaluate((graphs) => (globalThis as unknown as Global).modelLoad.open('shelf', graphs), GRAPHS);
  const most = await Promise.all(processes.map(async (id) => (await kept(id, 'VmHWM')) - before.get(id)!));
  await collectGarbage(context, page);
  const after = await Promise.all(processes.map(async (id) => (await kept(id, 'VmRSS')) - before.get(id)!));
  await page.close();
  const megabytes = (values: readonly number[]) => `${(Math.max(...values) / 1e6).toFixed(0)} MB`;
  return { name: MEMORY, value: Math.max(...most) / bytes, unit: 'ratio', atMost: 1.3, detail: `${megabytes(most)} at most, ${megabytes(after)} once it is open and garbage is collected, for ${megabytes([bytes])} in ${GRAPHS} graphs of 8 weights each` };
}

/** Of the page and of its workers: compiling the runtime alone leaves as much garbage as a small model. */
async function collectGarbage(context: BrowserContext, page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Memory.simulatePressureNotification', { level: 'critical' });
  await setTimeout(2_000);
  await devtools.detach();
}

/** A process that holds less has no model. Bytes. */
const EMPTY = 200e6;

/** Resolves once the processes of pages that were closed are gone: what they still let go of would be taken from what the next page holds. */
async function emptied(browser: Browser): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const held = await Promise.all((await renderers(browser)).map((id) => kept(id, 'VmRSS').catch(() => 0)));
    if (held.every((bytes) => bytes < EMPTY)) return;
    await setTimeout(250);
  }
}

async function renderers(browser: Browser): Promise<readonly number[]> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** Bytes. */
async function kept(id: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const [, kilobytes] = new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(await readFile(`/proc/${id}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
