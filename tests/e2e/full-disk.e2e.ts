import type { Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Disk } from './disk.ts';
import { generateButton, playing, ready, setNumber, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4973);
});
afterAll(() => site.close());

const banner = (page: Page) => page.getByText('There is no room left on this disk.');
const prompt = (page: Page) => page.getByRole('textbox', { name: /^Prompt/ });
const bare = (page: Page) => page.getByRole('region', { name: 'Messages' });

async function open(): Promise<{ page: Page; disk: Disk; errors: string[]; close: () => Promise<void> }> {
  const { context, page } = await site.visitor();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(site.url);
  await ready(page);
  return { page, disk: await Disk.of(page), errors, close: () => context.close() };
}

it('keeps what is typed and set in the tab, says so once, and writes it when there is room', { timeout: TEST_MS }, async () => {
  const { page, disk, errors, close } = await open();
  await disk.fill();
  await prompt(page).fill('a red ball');
  await banner(page).waitFor();
  await prompt(page).press('End');
  await page.keyboard.type(' on a green hill at night');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('radio', { name: 'Light' }).check();
  await page.getByText(/Not kept yet: .*form.* and settings/).waitFor();
  expect(await banner(page).count()).toBe(1);
  expect(await bare(page).getByRole('button', { name: 'Dismiss' }).count()).toBe(0);

  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('There is still no room.').waitFor();
  expect(await banner(page).count()).toBe(1);
  expect(await page.locator('html').getAttribute('data-theme')).toBe('light');

  await disk.free();
  await page.getByRole('button', { name: 'Try again' }).click();
  await banner(page).waitFor({ state: 'detached' });
  await page.goto(site.url);
  expect(await prompt(page).inputValue()).toBe('a red ball on a green hill at night');
  expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
  expect(errors).toEqual([]);
  await close();
});

it('writes by itself what it held, soon after there is room again', { timeout: TEST_MS }, async () => {
  const { page, disk, close } = await open();
  await disk.fill();
  await prompt(page).fill('a boat');
  await banner(page).waitFor();
  await disk.free();
  await banner(page).waitFor({ state: 'detached', timeout: 40_000 });
  await page.reload();
  expect(await prompt(page).inputValue()).toBe('a boat');
  await close();
});

it('refuses a picture at its place and a clip with words, and leaves the form as it is', { timeout: TEST_MS }, async () => {
  const { page, disk, errors, close } = await open();
  await disk.fill();
  await generateButton(page).click();
  await bare(page).getByText(/does not fit on the disk/).waitFor();
  expect(await page.getByRole('progressbar', { name: 'Generating' }).count()).toBe(0);
  await page.getByRole('radio', { name: 'From a picture' }).check();
  const well = page.getByRole('group', { name: 'First picture' });
  const picture = await sharp({ create: { width: 640, height: 640, channels: 3, background: '#c33', noise: { type: 'gaussian', mean: 128, sigma: 60 } } }).png().toBuffer();
  await well.locator('input[type=file]').setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: picture });
  await well.getByText('There is no room left', { exact: true }).waitFor();
  await disk.free();
  await well.locator('input[type=file]').setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: picture });
  await well.getByText('640 × 640').waitFor();
  expect(errors).toEqual([]);
  await close();
});

it('offers a clip that does not fit for download, and lets takes be marked, binned and deleted', { timeout: 2 * TEST_MS }, async () => {
  const { page, disk, errors, close } = await open();
  await setNumber(page, 'Steps, as a number', 2);
  await generateButton(page).click();
  await playing(page, 'Take 1');

  await setNumber(page, 'Steps, as a number', 12);
  await generateButton(page).click();
  await page.getByText(/^Step \d+ of 12$/).first().waitFor({ timeout: TEST_MS });
  await disk.fill();
  const saved = page.waitForEvent('download', { timeout: TEST_MS });
  await page.getByRole('link', { name: 'Queue', exact: true }).click();
  await page.getByRole('link', { name: 'Download the clip' }).first().click({ timeout: TEST_MS });
  expect((await saved).suggestedFilename()).toMatch(/\.(mp4|webm)$/);

  // The queue says so where it cannot keep what it was told.
  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  await page.getByRole('link', { name: /Take 1/ }).first().click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.waitForURL(/gallery$/);
  await page.getByText(/Not kept yet: /).waitFor();
  await disk.free();
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await banner(page).waitFor({ state: 'detached' });
  await page.goto(`${site.url}/gallery/bin`);
  await disk.fill();
  await page.getByRole('button', { name: 'Empty the bin' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByText('The bin is empty').waitFor();
  await disk.free();
  await page.reload();
  await page.getByText('The bin is empty').waitFor();
  expect(errors).toEqual([]);
  await close();
});
