import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumLaunch } from '../browser/launch.ts';
import { Daemon } from './daemon.ts';
import { flawlessWideAndNarrow } from './faults.ts';
import { CLIP_MS, generateButton, ready, setNumber, takeCount, TEST_MS } from './site.ts';

const PORT = 4953;
const url = `http://localhost:${PORT}`;
const data = mkdtempSync(path.join(tmpdir(), 'kinora-e2e-'));

let daemon: Daemon;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  daemon = new Daemon(PORT, data);
  browser = await chromium.launch(chromiumLaunch());
  await daemon.code();
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
});
afterAll(async () => {
  await browser.close();
  await daemon.stop('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

const go = (place: string) => page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: new RegExp(`^${place}`) }).click();
const standing = (words: string) => page.getByRole('region', { name: 'The accelerator' }).getByRole('heading', { name: words }).waitFor({ timeout: 60_000 });

/** Looks with axe in both themes, on a wide screen and on a small one. */
async function look(where: string): Promise<void> {
  // A message lies over what is below it until it is put away.
  const dismiss = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
  await flawlessWideAndNarrow(page, where, 6000);
}

it('is paired by its code, in its own place, with errors where they happen', { timeout: TEST_MS }, async () => {
  await page.goto(`${url}/accelerator`);
  await page.getByRole('heading', { name: 'Enter its code' }).waitFor();
  await look('not paired');
  await page.getByRole('textbox', { name: 'Code' }).fill('AAAA');
  await page.getByRole('button', { name: 'Pair', exact: true }).click();
  await page.getByRole('alert').getByText('eight letters and digits').waitFor();
  const code = await daemon.newCode();
  const other = code.replaceAll(/[0-9A-Z]/g, (digit) => (digit === '2' ? '3' : '2'));
  await page.getByRole('textbox', { name: 'Code' }).fill(other);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('tries are left').waitFor();
  await look('a wrong code');
  // As a person types it: small letters, no line between.
  await page.getByRole('textbox', { name: 'Code' }).fill(code.toLowerCase().replace('-', ''));
  await page.keyboard.press('Enter');
  await standing('Connected');
  const words = await page.getByText('Words of this pairing').locator('strong').innerText();
  await expect.poll(() => daemon.said).toContain(words.replaceAll(' · ', ' '));
  await page.getByRole('heading', { name: /^ONNX Runtime/ }).waitFor();
  await page.getByText('Processor, memory, disk').waitFor({ timeout: 30_000 });
  await page.getByText('this browser', { exact: true }).waitFor();
  await look('paired');
});

it('loads a model before it is needed, and gives its memory back', { timeout: TEST_MS }, async () => {
  await page.getByRole('button', { name: 'Load Kinora Mini' }).click();
  await page.getByText('in memory', { exact: true }).waitFor({ timeout: CLIP_MS });
  await page.getByRole('button', { name: 'Unload Kinora Mini' }).click();
  await page.getByRole('button', { name: 'Load Kinora Mini' }).waitFor({ timeout: CLIP_MS });
  await page.getByText('ready', { exact: true }).waitFor();
});

it('makes a clip there, also when the page is reloaded in the middle', { timeout: TEST_MS }, async () => {
  await go('Create');
  await ready(page);
  await page.getByRole('radio', { name: 'Accelerator' }).check();
  await page.getByText('Runs on the accelerator').waitFor();
  await setNumber(page, 'Steps, as a number', 12);
  await look('Create, for the accelerator');
  await generateButton(page).click();
  await page.getByRole('progressbar', { name: 'Generating' }).waitFor({ timeout: CLIP_MS });
  await page.reload();
  await go('Gallery');
  await page.getByRole('grid', { name: 'Takes' }).getByRole('link').first().waitFor({ timeout: CLIP_MS });
  await takeCount(page, 1);
  await page.getByRole('grid', { name: 'Takes' }).getByRole('link').first().click();
  await expect.poll(() => page.getByText(/^onnx /).innerText()).toMatch(/cpu$/);
  await page.getByRole('button', { name: 'Final on the accelerator' }).waitFor();
});

it('keeps a job while it is away, and sends it once when it is back', { timeout: TEST_MS }, async () => {
  await go('Accelerator');
  await daemon.stop('SIGKILL');
  await standing('Away');
  await look('away');
  await go('Create');
  await page.getByRole('main').getByText(/It is away: the job waits/).waitFor();
  await setNumber(page, 'Steps, as a number', 2);
  await generateButton(page).click();
  await go('Queue');
  await page.getByText('Waits for the accelerator.').filter({ visible: true }).first().waitFor({ timeout: 30_000 });
  daemon = new Daemon(PORT, data);
  await daemon.code();
  await go('Gallery');
  await takeCount(page, 2);
  await go('Accelerator');
  await standing('Connected');
});

it('is paired by the address that it opens, once, and forgotten when asked', { timeout: TEST_MS }, async () => {
  await go('Accelerator');
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget it' }).click();
  await page.getByRole('heading', { name: 'Enter its code' }).waitFor();
  await page.goto('about:blank');
  await page.goto(`${url}/#pair=${(await daemon.newCode()).replace('-', '')}`);
  await page.getByText('This browser is paired with the accelerator that opened it.').waitFor({ timeout: 30_000 });
  expect(page.url()).toBe(`${url}/`);
  await go('Accelerator');
  await standing('Connected');
});
