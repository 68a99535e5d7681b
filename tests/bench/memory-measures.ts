import { chromium, type Page } from 'playwright';
import { chromiumLaunch } from '../browser/launch.ts';
import { generateButton, ready, setNumber } from '../e2e/site.ts';
import { QuickStudio } from '../soak/quick-studio.ts';
import type { Measure } from './measure.ts';

/** Whichever is free: this one runs for long. */
const SITE_PORT = 0;
const FEW = 10;
const MANY = 100;
const LIMIT_MS = 600_000;
const SETTLED_MS = 15_000;

/**
 * What the page and its workers hold after 100 clips, against what they hold after 10. A tiny model
 * makes them: the weights stay the same, and what is kept of each clip is what counts.
 */
export async function memoryMeasures(): Promise<Measure> {
  const studio = await QuickStudio.open(SITE_PORT);
  const launch = chromiumLaunch();
  const browser = await chromium.launch({ ...launch, args: [...(launch.args ?? []), '--enable-blink-features=ForceEagerMeasureMemory'] });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(studio.url);
    await ready(page);
    await setNumber(page, 'Steps, as a number', 2);
    await make(page, FEW);
    const few = await heldBytes(page);
    await make(page, MANY - FEW);
    const many = await heldBytes(page);
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    return { name: 'memory after 100 clips : after 10', value: many / few, unit: 'ratio', atMost: 1.05, detail: `${megabytes(many)} : ${megabytes(few)}, page and workers` };
  } finally {
    await browser.close();
    await studio.close();
  }
}

/** Makes so many more clips, one after the other. */
async function make(page: Page, count: number): Promise<void> {
  const name = page.getByRole('region', { name: 'Player' }).getByText(/^Take \d+$/);
  for (let clip = 0; clip < count; clip += 1) {
    const before = (await name.count()) > 0 ? Number((await name.first().innerText()).slice(5)) : 0;
    await generateButton(page).click();
    await page.getByRole('region', { name: 'Player' }).getByText(`Take ${before + 1}`, { exact: true }).waitFor({ timeout: LIMIT_MS });
  }
}

/** Bytes of the page and its workers after everything that nobody holds has gone. */
async function heldBytes(page: Page): Promise<number> {
  // Blob URLs, bitmaps and finished work are let go a moment later, and only now are the takes looked at by a worker of its own.
  await page.waitForTimeout(SETTLED_MS);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.detach();
  const bytes = await page.evaluate(async ({ readings, tries }) => {
    interface Memory {
      readonly bytes: number;
      readonly breakdown: readonly { readonly attribution: readonly { readonly url: string }[] }[];
    }
    const measuring = performance as unknown as { measureUserAgentSpecificMemory(): Promise<Memory> };
    const found: number[] = [];
    for (let i = 0; i < tries && found.length < readings; i += 1) {
      const memory = await measuring.measureUserAgentSpecificMemory();
      // On a busy machine a worker does not answer in time, and is left out.
      if (memory.breakdown.some(({ attribution }) => attribution.some(({ url }) => url.includes('inference.worker')))) found.push(memory.bytes);
    }
    return found;
  }, { readings: 3, tries: 30 });
  if (bytes.length === 0) throw new Error('the worker of the engine never said what it holds');
  return Math.min(...bytes);
}
