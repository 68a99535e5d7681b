import type { Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { diskPicture } from '../fixtures/disk-picture.ts';
import told from '../fixtures/tiny-modnet/expected.json' with { type: 'json' };
import { addModel } from './add-model.ts';
import { flawless, flawlessWideAndNarrow } from './faults.ts';
import { ready, readyForOffline, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(5320);
});
afterAll(() => site.close());

const [DISK, , PLAIN] = told.pictures;

/** What the model was shown, eight times as large. */
function drawn({ width, height, ground, disk }: (typeof told.pictures)[number]): Promise<Buffer> {
  const { rgba, ...size } = diskPicture({ width: 8 * width, height: 8 * height, ground, disk: { ...disk, x: 8 * disk.x, y: 8 * disk.y, r: 8 * disk.r } });
  return sharp(rgba, { raw: { ...size, channels: 4 } }).png().toBuffer();
}

const file = async (name: string, picture: typeof DISK) => ({ name, mimeType: 'image/png', buffer: await drawn(picture!) });
const goTo = (page: Page, place: string) => page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name: place }).click();

it('cuts pictures of the pool, the brief and the cast out, with no network, and keeps them beside their originals', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  await readyForOffline(page);
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Projects', exact: true }).click();
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Bottle');
  await page.getByRole('button', { name: 'Make the project' }).click();
  await goTo(page, 'Pool');
  await page.locator('input[aria-label="Files for the pool"]').setInputFiles([await file('bottle.png', DISK), await file('sea.png', PLAIN)]);
  const grid = page.getByRole('grid', { name: 'Pool' });
  const bottle = grid.getByRole('button', { name: /^bottle Picture/ });
  const dialog = page.getByRole('dialog', { name: /^Cut out/ });

  // Without a model it is said where one is to be had.
  await bottle.press('c');
  await dialog.getByText('Neither this browser nor an accelerator has one yet').waitFor();
  await flawless(page, 'no model for cut-outs');
  const project = page.url();
  await dialog.getByRole('link', { name: 'Models' }).click();
  await addModel(page, 'tiny-modnet', 'little-scissors');

  await page.goto(project);
  await bottle.press('c');
  await dialog.getByText('Cut out by little-scissors').waitFor();
  // What runs models is here now: nothing else is needed.
  await context.setOffline(true);
  await dialog.getByRole('img', { name: 'bottle, cut out, transparent around it' }).waitFor();
  await flawlessWideAndNarrow(page, 'a picture that is cut out', 1200);
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download as PNG' }).click();
  const { data, info } = await sharp(await (await saving).path()).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray(4 * (y * info.width + x), 4 * (y * info.width + x) + 4)];
  expect([info.width, info.height, at(8 * DISK!.disk.x, 8 * DISK!.disk.y)]).toEqual([768, 512, [...DISK!.disk.colour, 255]]);
  expect(at(8, 8)[3]).toBeLessThan(3);
  await dialog.getByRole('button', { name: 'Keep it' }).press('Enter');
  const detail = page.getByRole('complementary', { name: /^Details of/ });
  await detail.getByText('of “bottle” by little-scissors').waitFor();
  await detail.getByRole('img', { name: 'bottle (cut out)' }).waitFor();
  await flawlessWideAndNarrow(page, 'a cut-out in the pool');
  // It is no step back from a cut-out to another, and its original is there.
  expect(await detail.getByRole('button', { name: 'Cut out' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await bottle.waitFor();
  await grid.getByRole('button', { name: /^bottle \(cut out\)/ }).waitFor();
  await page.getByRole('button', { name: 'Undo: cut out bottle' }).click();
  await grid.getByRole('button', { name: /^bottle \(cut out\)/ }).waitFor({ state: 'detached' });

  await grid.getByRole('button', { name: /^sea/ }).press('c');
  await dialog.getByText('sees no subject in this picture').waitFor();
  expect(await dialog.getByRole('button', { name: 'Keep it' }).count()).toBe(0);
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await goTo(page, 'Brief');
  await page.locator('input[aria-label="Pictures of the brief"]').setInputFiles([await file('bottle.png', DISK)]);
  await page.getByRole('button', { name: 'Cut out picture 1' }).press('Enter');
  await dialog.getByRole('radio', { name: 'White' }).check();
  await dialog.getByRole('img', { name: 'bottle, cut out, on white' }).waitFor();
  await dialog.getByRole('button', { name: 'Keep it' }).press('Enter');
  await page.getByRole('img', { name: 'Picture 2: bottle (on white)' }).waitFor();
  await page.getByText('Cut out of bottle by little-scissors').waitFor();
  await flawlessWideAndNarrow(page, 'a cut-out in the brief');

  await goTo(page, 'Cast');
  await page.getByRole('button', { name: 'New character' }).first().click();
  await page.locator('input[aria-label="Reference pictures"]').setInputFiles([await file('ada.png', DISK)]);
  await page.getByRole('button', { name: 'Cut out picture 1' }).press('Enter');
  await dialog.getByRole('button', { name: 'Keep it' }).press('Enter');
  await page.getByRole('img', { name: 'Picture 2: ada (cut out)' }).waitFor();
  await flawlessWideAndNarrow(page, 'a cut-out among reference pictures');
  expect(outside).toEqual([]);
  await context.close();
});
