import { chromium, type Page } from 'playwright';
import { chromiumLaunch } from '../browser/launch.ts';
import { generateButton, ready, setNumber } from '../e2e/site.ts';
import { QuickStudio } from '../soak/quick-studio.ts';
import type { Measure } from './measure.ts';

const SITE_PORT = 4890;
const FEW = 10;
const MANY = 100;
const LIMIT_MS = 600_000;

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
  // Blob URLs, bitmaps and finished work are let go a moment later.
  await page.waitForTimeout(3000);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.detach();
  return page.evaluate(async () => {
    const measuring = performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> };
    const bytes: number[] = [];
    for (let i = 0; i < 3; i += 1) bytes.push((await measuring.measureUserAgentSpecificMemory()).bytes);
    return Math.min(...bytes);
  });
}
