import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumLaunch } from '../browser/launch.ts';
import { Disk } from './disk.ts';
import { generateButton, playing, ready, setNumber, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4974);
});
afterAll(() => site.close());

const prompt = (page: Page) => page.getByRole('textbox', { name: /^Prompt/ });
const inMemory = (page: Page) => page.getByText(/This browser keeps nothing for this page/).first();

async function makeClip(page: Page, name: string): Promise<void> {
  await setNumber(page, 'Steps, as a number', 2);
  await generateButton(page).click();
  await playing(page, name);
}

describe('storage that is refused', () => {
  it('works in memory and says so where the browser blocks all of it', { timeout: TEST_MS }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kinora-blocked-'));
    await mkdir(join(folder, 'Default'));
    // As a person sets it: no site may keep anything.
    await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }));
    const context = await chromium.launchPersistentContext(folder, { ...chromiumLaunch(), viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(site.url);
    await inMemory(page).waitFor();
    expect(await page.evaluate(() => navigator.storage.getDirectory().then(String, (error: DOMException) => error.name))).toBe('SecurityError');
    await ready(page);
    await makeClip(page, 'Take 1');
    await context.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['databases', () => (IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); })],
    ['files', () => (StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('refused', 'SecurityError')))],
  ] as const)('works in memory where it refuses %s alone', { timeout: TEST_MS }, async (_what, refuse) => {
    const { context, page } = await site.visitor();
    await context.addInitScript(refuse);
    await page.goto(site.url);
    await inMemory(page).waitFor();
    await prompt(page).fill('a red ball');
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByText(/all is gone when the tab closes/).waitFor();
    await context.close();
  });
});

describe('a store that has vanished', () => {
  it.each(['databases and files', 'all but cookies'] as const)('is missed at the next visit (%s)', { timeout: TEST_MS }, async (what) => {
    const { context, page } = await site.visitor();
    await page.goto(site.url);
    await ready(page);
    await makeClip(page, 'Take 1');
    const disk = await Disk.of(page);
    await page.goto('about:blank');
    await disk.clear(what);
    await page.goto(site.url);
    await page.getByText(/What you had here is gone: 1 take, last on/).waitFor();
    // It is said until a person takes note of it.
    await page.reload();
    await page.getByText(/What you had here is gone: 1 take/).waitFor();
    await page.getByRole('link', { name: 'Import a backup' }).waitFor();
    await page.getByRole('button', { name: 'Start anew' }).click();
    await page.reload();
    await ready(page);
    expect(await page.getByText(/What you had here is gone/).count()).toBe(0);
    await context.close();
  });

  it('is not missed by somebody who has deleted everything', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor();
    await page.goto(site.url);
    await ready(page);
    await makeClip(page, 'Take 1');
    await page.getByRole('link', { name: 'Gallery', exact: true }).click();
    await page.getByRole('link', { name: /Take 1/ }).first().click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.waitForURL(/gallery$/);
    await page.goto(`${site.url}/gallery/bin`);
    await page.getByRole('button', { name: 'Empty the bin' }).click();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('The bin is empty').waitFor();
    const disk = await Disk.of(page);
    await page.goto('about:blank');
    await disk.clear('databases and files');
    await page.goto(site.url);
    await ready(page);
    expect(await page.getByText(/What you had here is gone/).count()).toBe(0);
    await context.close();
  });

  it('is missed at once when it is emptied under an open page', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor();
    await page.goto(site.url);
    await ready(page);
    await makeClip(page, 'Take 1');
    const disk = await Disk.of(page);
    await disk.clear('databases and files');
    await prompt(page).fill('a boat at sea');
    await page.getByText(/What you had here is gone: 1 take/).waitFor();
    await page.reload();
    await expect.poll(() => prompt(page).inputValue()).toBe('a boat at sea');
    await context.close();
  });
});

describe('a newer version', () => {
  it('in another tab: this one says so, keeps nothing, and does not fall over', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(site.url);
    await ready(page);
    await prompt(page).fill('a red ball before');
    await page.getByText('Kept', { exact: true }).waitFor();
    const other = await context.newPage();
    await other.goto(`${site.url}/manifest.webmanifest`);
    await upgrade(other);
    await page.getByText('This tab is from before an update').waitFor();
    await prompt(page).fill('a red ball after');
    await generateButton(page).click();
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('radio', { name: 'Light' }).check();
    await page.waitForTimeout(1000);
    expect(await other.evaluate(() => (globalThis as unknown as { draftThen(): Promise<string> }).draftThen())).toBe('a red ball before');
    expect(errors).toEqual([]);

    // And whoever comes with the old version later is sent for the new one; nothing is touched.
    await page.getByRole('button', { name: 'Load again' }).first().click();
    await page.getByText('A newer version of Kinora was here').waitFor();
    await page.getByRole('button', { name: 'Load the newest version' }).waitFor();
    await context.close();
  });
});

describe('what is typed', () => {
  it('is there after a reload in the very moment of the change', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor();
    await page.goto(site.url);
    await ready(page);
    for (let turn = 1; turn <= 10; turn++) {
      const text = `a red ball, turn ${turn}`;
      const loaded = page.waitForEvent('load');
      await prompt(page).evaluate((field, words) => {
        (field as HTMLTextAreaElement).value = words;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        location.reload();
      }, text);
      await loaded;
      await prompt(page).waitFor();
      await expect.poll(() => prompt(page).inputValue()).toBe(text);
    }
    await context.close();
  });
});

/** Does to the database what the next version would do, and leaves a way to read the draft in it. */
async function upgrade(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const version = (await indexedDB.databases()).find(({ name }) => name === 'kinora')!.version!;
    const request = indexedDB.open('kinora', version + 1);
    const db = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
    Object.assign(globalThis, {
      draftThen: () =>
        new Promise((resolve) => {
          const read = db.transaction('singles').objectStore('singles').get('draft');
          read.onsuccess = () => resolve(read.result.prompt);
        }),
    });
  });
}
