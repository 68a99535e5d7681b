import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerCodecs } from '../../accelerator/media/register.ts';
import { decodeFilm } from '../fixtures/decode-film.ts';
import { putFilm } from '../fixtures/film-in-store.ts';
import { fillStore } from '../fixtures/many-takes.ts';
import { faults, overflow } from './faults.ts';
import { Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  registerCodecs();
  site = await Site.open(5262);
});
afterAll(() => site.close());

const GREEN = [40, 160, 80] as const;
const heard = (page: Page, words: string | RegExp) => page.getByRole('status').getByText(words).first().waitFor({ state: 'attached' });
const panel = (page: Page) => page.getByRole('dialog', { name: 'Export the film' });

/** What lies in the folder of films. */
const filmFiles = (page: Page) =>
  page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('kinora-films', { create: true });
    const names: string[] = [];
    for await (const [name] of folder.entries()) names.push(name);
    return names.sort();
  });

async function save(page: Page, name: string): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), panel(page).getByRole('button', { name: `Save ${name}` }).first().press('Enter')]);
  expect((download as Download).suggestedFilename()).toBe(name);
  return readFile(await (download as Download).path());
}

const at = (rgb: Uint8Array, width: number, x: number, y: number) => [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];

/** A film of two takes and a clip that has a still alone, dissolved into; its timeline is open. */
async function openFilm(page: Page): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().waitFor();
  const takes = await fillStore(page, 2);
  const id = await putFilm(page, 'Night ferry', [[
    { prompt: 'a red balloon over the sea', length: 24, take: takes[0]!.id },
    { prompt: 'a white boat', length: 24, take: takes[1]!.id },
    { prompt: 'the keeper climbs the stairs', length: 24 },
  ]]);
  await page.goto(`${site.url}/projects/${id}/board`);
  await page.getByRole('gridcell', { name: /1C/ }).first().click();
  await page.keyboard.press('Enter');
  await page.getByText('With a first picture the clip plays at once').waitFor();
  const still = await sharp({ create: { width: 320, height: 200, channels: 3, background: { r: GREEN[0], g: GREEN[1], b: GREEN[2] } } }).png().toBuffer();
  await page.locator('section[aria-label="Keyframes"] input[type=file]').setInputFiles({ name: 'stairs.png', mimeType: 'image/png', buffer: still });

  // The camera's way over it, drawn by keys.
  await page.getByLabel('Begin with').selectOption('zoom-in');
  await page.getByRole('button', { name: 'Add a key' }).press('Enter');
  const key = page.getByRole('button', { name: /^Key 2: at 50 across, 50 down/ });
  await key.press('Shift+ArrowRight');
  await page.getByRole('button', { name: /^Key 2: at 60 across, 50 down/ }).waitFor();
  await page.getByLabel('Turn, degrees').fill('5');
  await page.getByLabel('Turn, degrees').press('Enter');
  expect(await faults(page)).toEqual([]);
  await page.goto(`${site.url}/projects/${id}/timeline`);
  await page.getByRole('gridcell', { name: /^Clip 1B\./ }).focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Dissolve into the next' }).click();
}

it('makes a film of takes, a still, a dissolve and a title into files that play, by keys alone, and nothing of one that is cancelled', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor();
  await openFilm(page);
  await page.getByRole('button', { name: 'Titles', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Add a title at 00:00:00:00' }).press('Enter');
  await page.keyboard.type('Night ferry');
  await page.getByLabel('Behind it').selectOption('black');
  await page.getByLabel('Stays, in seconds').fill('0.5');
  await page.getByLabel('Stays, in seconds').press('Enter');
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show “Night ferry”' }).press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('img', { name: /^Clip 1A\..*Night ferry/ }).waitFor();

  await page.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  await panel(page).getByText('H.264, no sound.').waitFor();
  expect(await faults(page)).toEqual([]);
  for (const [format, name] of [['mp4', 'night-ferry.mp4'], ['webm', 'night-ferry.webm']] as const) {
    await panel(page).getByLabel('Format').selectOption(format);
    await panel(page).getByLabel('Size').selectOption('360');
    await panel(page).getByRole('button', { name: 'Export', exact: true }).press('Enter');
    await heard(page, `The film is ready: ${name}.`);
    const { frames, width, height } = await decodeFilm(new Uint8Array(await save(page, name)));
    // Two clips and a still of 24 frames, 12 of them shared by the dissolve.
    expect([frames.length, width, height]).toEqual([60, 640, 360]);
    // The title stands on black; then the sky of the first take, and the still at the end.
    expect(Math.max(...at(frames[5]!, 640, 20, 20))).toBeLessThan(12);
    expect(at(frames[18]!, 640, 20, 20)[2]).toBeGreaterThan(180);
    for (const [channel, value] of at(frames[59]!, 640, 320, 180).entries()) expect(Math.abs(value - GREEN[channel]!)).toBeLessThan(8);
  }

  // A long one is stopped at once, and nothing half stays.
  const before = await filmFiles(page);
  await panel(page).getByLabel('Size').selectOption('2160');
  await panel(page).getByText(/About \d.* to make, a file of \d.*, 600 MB of memory meanwhile\./).waitFor();
  await panel(page).getByRole('button', { name: 'Export', exact: true }).press('Enter');
  await panel(page).getByRole('progressbar', { name: 'Making the film' }).waitFor();
  await panel(page).getByRole('button', { name: 'Cancel' }).press('Enter');
  await panel(page).getByRole('button', { name: 'Export', exact: true }).waitFor({ timeout: 2000 });
  await heard(page, 'Stopped. No file was kept.');
  expect(await filmFiles(page)).toEqual(before);

  // What was made and what was chosen are there after a reload, in light and on a small screen too; a film until it is removed.
  await page.setViewportSize({ width: 320, height: 700 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.reload();
  await page.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  await panel(page).getByRole('button', { name: 'Remove night-ferry.webm' }).waitFor();
  expect([await panel(page).getByLabel('Format').inputValue(), await panel(page).getByLabel('Size').inputValue()]).toEqual(['webm', '2160']);
  expect(await faults(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  const sure = page.getByRole('dialog', { name: 'Remove the exported film' });
  await panel(page).getByRole('button', { name: 'Remove night-ferry.webm' }).press('Enter');
  await sure.getByRole('button', { name: 'Remove it' }).waitFor();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await sure.waitFor({ state: 'detached' });
  expect(await filmFiles(page)).toEqual(before);
  await panel(page).getByRole('button', { name: 'Remove night-ferry.webm' }).press('Enter');
  await sure.getByRole('button', { name: 'Remove it' }).press('Enter');
  await expect.poll(async () => (await filmFiles(page)).length).toBe(before.length / 2);

  // A film whose project was deleted for good can still be removed.
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: /^Actions: / }).press('Enter');
  await page.getByRole('menuitem', { name: 'Move to the bin' }).press('Enter');
  await page.getByText(/ is in the bin\.$/).waitFor();
  await page.goto(`${site.url}/settings`);
  const storage = page.getByRole('region', { name: 'Storage' });
  await storage.getByText(/^Of .* · \d/).waitFor();
  // Each kind of what takes up room has a colour.
  const colours = await storage.getByRole('list', { name: 'What takes up room' }).locator('.dot').evaluateAll((dots) => dots.map((dot) => getComputedStyle(dot).backgroundColor));
  expect(new Set(colours).size).toBe(colours.length);
  expect(colours.join()).not.toContain('rgba(0, 0, 0, 0)');
  await storage.getByRole('link', { name: 'Look through them' }).press('Enter');
  await page.getByRole('button', { name: /^Actions: / }).press('Enter');
  await page.getByRole('menuitem', { name: /^Delete for good/ }).press('Enter');
  await page.getByRole('dialog', { name: 'Delete for good' }).getByRole('button', { name: 'Delete for good' }).press('Enter');
  await page.getByRole('heading', { name: 'The bin is empty' }).waitFor();
  await page.goto(`${site.url}/settings`);
  await storage.getByText(/^Of a project that was deleted · /).waitFor();
  expect(await faults(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await storage.getByRole('button', { name: 'Remove night-ferry.mp4' }).press('Enter');
  await sure.getByRole('button', { name: 'Remove it' }).press('Enter');
  await expect.poll(() => filmFiles(page)).toEqual([]);
  expect(outside).toEqual([]);
  await context.close();
});
