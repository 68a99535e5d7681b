import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Disk } from './disk.ts';
import { generateButton, playing, ready, setNumber, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4973);
});
afterAll(() => site.close());

// One walk: Chromium takes up to half a minute until it sees that a disk is full.
it('offers a clip that does not fit for download, refuses further ones and pictures at their place, and goes on once there is room', { timeout: 2 * TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(site.url);
  await ready(page);
  const disk = await Disk.of(page);
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

  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Create', exact: true }).click();
  await ready(page);
  const messages = page.getByRole('region', { name: 'Messages' });
  const dismiss = messages.getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
  await generateButton(page).click();
  await messages.getByText(/does not fit on the disk/).waitFor();
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
  await context.close();
});
