import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { pino } from 'pino';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createSiteApp } from '../../accelerator/http/site-app.ts';
import { chromiumLaunch } from '../browser/launch.ts';
import { makeNextVersion } from './next-version.ts';
import { generateButton, ready, readyForOffline, setNumber, TEST_MS } from './site.ts';

const PORT = 4979;
const URL_OF_SITE = `http://localhost:${PORT}`;
const BUILD = fileURLToPath(new URL('../../build', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'kinora-versions-'));

const log = pino({ level: 'silent' });
const apps = [createSiteApp({ site: BUILD, version: '1', log })];
let served = 0;
const server = createServer(getRequestListener((request, env) => apps[served]!.fetch(request, env)));
let browser: Browser;

beforeAll(async () => {
  for (const generation of [2, 3]) {
    makeNextVersion(BUILD, path.join(folder, String(generation)), generation);
    apps.push(createSiteApp({ site: path.join(folder, String(generation)), version: String(generation), log }));
  }
  await new Promise<void>((resolve) => server.listen(PORT, 'localhost', resolve));
  browser = await chromium.launch(chromiumLaunch());
});
afterAll(async () => {
  await browser.close();
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

let context: BrowserContext;
beforeEach(async () => {
  served = 0;
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  return () => context.close();
});

async function openTab(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(URL_OF_SITE);
  await ready(page);
  return page;
}

/** Serves a version from now on and has the page look for it. */
async function release(page: Page, version: 2 | 3): Promise<void> {
  served = version - 1;
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update().then(() => undefined));
}

const generation = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name="generation"]')?.content ?? '1');

/** Empties the browser's own cache, which would otherwise stand in for what the studio keeps. */
async function forgetFetched(page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.clearBrowserCache');
  await devtools.detach();
}

const offer = (page: Page) => page.getByText('A new version of Kinora is here.');
const changeNow = (page: Page) => page.getByRole('button', { name: 'Change now' });

/** Of which versions the studio keeps files for offline use, by their entry. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const name = (await caches.keys()).find((key) => key.includes('precache'))!;
    const files = (await (await caches.open(name)).keys()).map(({ url }) => url).filter((url) => url.includes('/_app/immutable/entry/start'));
    return files.map((url) => /_([23])\.js$/.exec(url)?.[1] ?? '1').sort();
  });

it('offers a new version, waits while a take is made, keeps what is typed, and files of two versions and no more', { timeout: TEST_MS }, async () => {
  const page = await openTab();
  await readyForOffline(page);
  expect(await kept(page)).toEqual(['1']);
  await setNumber(page, 'Steps, as a number', 60);
  await generateButton(page).click();
  await page.getByRole('progressbar', { name: 'Generating' }).waitFor();

  await release(page, 2);
  await offer(page).waitFor({ timeout: TEST_MS });
  await page.getByText('A take is in the making, so the change waits until it is done.').waitFor();
  expect(await changeNow(page).count()).toBe(0);
  // Not by itself either, however long one waits.
  await page.waitForTimeout(1_500);
  expect(await generation(page)).toBe('1');

  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await changeNow(page).waitFor();
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  await prompt.fill('a green boat on the sea, typed at the last moment');
  await Promise.all([page.waitForEvent('load'), changeNow(page).click()]);
  expect(await generation(page)).toBe('2');
  await ready(page);
  await expect.poll(() => prompt.inputValue()).toBe('a green boat on the sea, typed at the last moment');
  await expect.poll(() => kept(page)).toEqual(['1', '2']);

  await release(page, 3);
  await changeNow(page).waitFor({ timeout: TEST_MS });
  await Promise.all([page.waitForEvent('load'), changeNow(page).click()]);
  await ready(page);
  expect(await generation(page)).toBe('3');
  await expect.poll(() => kept(page)).toEqual(['2', '3']);
});

it('leaves another tab alone, which finds all parts of its own version until it is loaded again', { timeout: TEST_MS }, async () => {
  const [old, other] = [await openTab(), await openTab()];
  await readyForOffline(old);
  await release(other, 2);
  await changeNow(other).waitFor({ timeout: TEST_MS });
  await Promise.all([other.waitForEvent('load'), changeNow(other).click()]);
  expect(await generation(other)).toBe('2');

  await old.getByText('Kinora was changed to a new version in another tab.').waitFor();
  expect(await generation(old)).toBe('1');
  await forgetFetched(old);
  // Pages and parts that this tab has not needed yet; the server has only those of the new version.
  await old.getByRole('link', { name: 'Settings' }).click();
  await old.getByRole('heading', { name: 'Storage', exact: true }).waitFor();
  await old.getByRole('link', { name: 'Gallery', exact: true }).click();
  await old.getByRole('heading', { name: 'Gallery', level: 1 }).waitFor();
  await old.keyboard.press('?');
  await old.getByRole('dialog', { name: 'Keys' }).waitFor();
  await old.keyboard.press('Escape');
  expect(await generation(old)).toBe('1');

  await Promise.all([old.waitForEvent('load'), old.getByRole('button', { name: 'Load again' }).click()]);
  expect(await generation(old)).toBe('2');
});

it('says so when a part of an old tab is gone for good', { timeout: TEST_MS }, async () => {
  const page = await openTab();
  await readyForOffline(page);
  await release(page, 2);
  await offer(page).waitFor({ timeout: TEST_MS });
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await forgetFetched(page);
  await page.keyboard.press('?');
  await page.getByText('A part of this page belongs to a version of Kinora that is gone.').waitFor();
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Load again' }).click()]);
  await ready(page);
  expect(await generation(page)).toBe('2');
});
