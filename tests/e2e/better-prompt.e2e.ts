import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumLaunch } from '../browser/launch.ts';
import { DaemonProcess } from '../daemon/daemon-process.ts';
import { LanguageStandIn } from '../stand-ins/language/open-stand-in.ts';
import { flawlessWideAndNarrow } from './faults.ts';
import { ready, TEST_MS } from './site.ts';

const PORT = 4987;
const url = `http://localhost:${PORT}`;
const data = mkdtempSync(path.join(tmpdir(), 'kinora-e2e-'));
let server: LanguageStandIn;
let daemon: DaemonProcess;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  server = await LanguageStandIn.open();
  daemon = new DaemonProcess(['serve', '--pair', '--port', String(PORT), '--data', data, '--log-level', 'error', '--language-servers', server.address], {});
  browser = await chromium.launch(chromiumLaunch());
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
}, TEST_MS);
afterAll(async () => {
  await browser.close();
  await daemon.end('SIGKILL');
  await server.close();
  rmSync(data, { recursive: true, force: true });
});

const WORDS = 'A lonely lighthouse keeper watches the storm roll in at dusk';
const prompt = () => page.getByRole('textbox', { name: 'Prompt', exact: true });
const dialog = () => page.getByRole('dialog', { name: 'Better prompt' });

it('finds language models through the accelerator, and lets a person choose who writes', { timeout: TEST_MS }, async () => {
  const code = await daemon.code();
  await page.goto(`${url}/accelerator`);
  await page.getByRole('textbox', { name: 'Code' }).fill(code);
  await page.keyboard.press('Enter');
  const models = page.getByRole('region', { name: 'Language models' });
  await models.getByText(`1 model on ${new URL(server.address).host}.`).waitFor({ timeout: 60_000 });
  await models.getByRole('combobox', { name: 'Who writes' }).selectOption({ label: 'Kinora’s own rules, no language model' });
  // A choice is kept a moment after it was made.
  await page.waitForTimeout(500);
  await page.reload();
  await models.getByText('1 model on').waitFor({ timeout: 60_000 });
  await expect.poll(() => models.getByRole('combobox').inputValue()).toBe('none');
  await server.behave({ models: [] });
  // The list is looked up anew after three seconds.
  await expect
    .poll(async () => {
      await models.getByRole('button', { name: 'Look again' }).click();
      return models.getByText('has no language model yet').waitFor({ timeout: 2_000 }).then(() => true, () => false);
    }, { timeout: 20_000, interval: 1_000 })
    .toBe(true);
});

it('makes a prompt better by keys alone, in parts, and takes it back', { timeout: TEST_MS }, async () => {
  await page.goto(url);
  await ready(page);
  await prompt().fill(WORDS);
  await page.getByText('4 ignored').waitFor();
  await page.getByRole('button', { name: 'Better prompt' }).focus();
  await page.keyboard.press('Enter');
  await dialog().getByText('7 of 7 changes').waitFor();
  await flawlessWideAndNarrow(page, 'the dialog', 3000);
  await dialog().getByRole('checkbox', { name: /slow zoom in/ }).focus();
  await page.keyboard.press('Space');
  await dialog().getByText('6 of 7 changes').waitFor();
  await dialog().getByText('What the words do').focus();
  await page.keyboard.press('Enter');
  await dialog().getByText('Sets the weather: rain.').waitFor();
  await dialog().getByRole('button', { name: 'Use it' }).focus();
  await page.keyboard.press('Enter');
  await dialog().waitFor({ state: 'hidden' });
  await expect.poll(() => prompt().inputValue()).toBe('A person stands still the storm in at dusk, sea');
  await expect.poll(() => page.getByText('ignored').count()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => prompt().inputValue()).toBe(WORDS);
  // Nothing is to be done for no words.
  await prompt().fill('');
  expect(await page.getByRole('button', { name: 'Better prompt' }).isDisabled()).toBe(true);
});
