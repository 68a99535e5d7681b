import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerCodecs } from '../../accelerator/media/register.ts';
import { decodeFilm } from '../fixtures/decode-film.ts';
import { putFilm } from '../fixtures/film-in-store.ts';
import told from '../fixtures/tiny-depth-anything/expected.json' with { type: 'json' };
import { addModel } from './add-model.ts';
import { flawlessWideAndNarrow } from './faults.ts';
import { ready, readyForOffline, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  registerCodecs();
  site = await Site.open(5310);
});
afterAll(() => site.close());

const [WIDTH, HEIGHT] = [640, 360];
/** The columns of two dark posts: one on the far half of the picture, one on the near one. */
const POSTS = [0.25, 0.75].map((share) => Math.round(share * WIDTH));

/** A blue half and a red one, each with a post. */
function street(): Promise<Buffer> {
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let at = 0; at < WIDTH * HEIGHT; at += 1) {
    const x = at % WIDTH;
    const colour = 2 * x < WIDTH ? told.left : told.right;
    const dark = POSTS.some((post) => Math.abs(x - post) < 5) ? 0.3 : 1;
    rgb.set(colour.map((value) => dark * value), 3 * at);
  }
  return sharp(rgb, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).png().toBuffer();
}

/** Where the darkest column of a part of a frame is, in the middle row, from a share of its width to another. */
function postIn(frame: Uint8Array, from: number, to: number): number {
  const light = (x: number) => [0, 1, 2].reduce((sum, channel) => sum + frame[3 * ((HEIGHT / 2) * WIDTH + x) + channel]!, 0);
  const columns = Array.from({ length: Math.round((to - from) * WIDTH) }, (_, i) => Math.round(from * WIDTH) + i);
  const darkest = Math.min(...columns.map(light));
  const found = columns.filter((x) => light(x) < darkest + 25);
  return found.reduce((sum, x) => sum + x, 0) / found.length;
}

const panel = (page: Page) => page.getByRole('dialog', { name: 'Export the film' });

/** How far each post goes from the first frame of the exported film to its last, in pixels. */
async function waysOfPosts(page: Page): Promise<readonly [number, number]> {
  await page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name: 'Timeline' }).click();
  await page.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  await panel(page).getByLabel('Size').selectOption('360');
  await panel(page).getByRole('button', { name: 'Export', exact: true }).press('Enter');
  await page.getByRole('status').getByText('The film is ready: street.mp4.').first().waitFor({ state: 'attached' });
  const [download] = await Promise.all([page.waitForEvent('download'), panel(page).getByRole('button', { name: 'Save street.mp4' }).first().press('Enter')]);
  const { frames } = await decodeFilm(new Uint8Array(await readFile(await download.path())));
  await page.keyboard.press('Escape');
  const [first, last] = [frames[0]!, frames.at(-1)!];
  return [postIn(last, 0.02, 0.5) - postIn(first, 0.02, 0.5), postIn(last, 0.55, 0.99) - postIn(first, 0.55, 0.99)];
}

it('gives a still depth with no network: what is near moves more than what is far, in the exported film too, until it is taken back', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  await readyForOffline(page);
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().waitFor();
  const id = await putFilm(page, 'Street', [[{ prompt: 'a street', length: 24 }]]);
  const board = `${site.url}/projects/${id}/board`;
  await page.goto(board);
  const openClip = async () => {
    await page.getByRole('gridcell', { name: /1A/ }).first().click();
    await page.keyboard.press('Enter');
  };
  await openClip();
  await page.locator('section[aria-label="Keyframes"] input[type=file]').setInputFiles({ name: 'street.png', mimeType: 'image/png', buffer: await street() });
  const relief = page.getByRole('group', { name: 'Depth of the still' });
  await relief.getByText('get one under Models').waitFor();
  await page.getByText('Kept', { exact: true }).waitFor();
  await relief.getByRole('link', { name: 'Models' }).click();
  await addModel(page, 'tiny-depth-anything', 'little-plumb');

  await page.goto(board);
  await context.setOffline(true);
  await openClip();
  await page.getByLabel('Begin with').selectOption('truck-right');
  await relief.getByRole('button', { name: 'Depth' }).press('Enter');
  await relief.getByText('Told by little-plumb').waitFor();
  await flawlessWideAndNarrow(page, 'a still with depth');
  const [far, near] = await waysOfPosts(page);
  expect(far).toBeLessThan(-60);
  expect(near).toBeLessThan(far - 10);

  await page.getByRole('button', { name: /^Undo/ }).first().click();
  const [left, right] = await waysOfPosts(page);
  expect(left).toBeLessThan(-60);
  expect(Math.abs(right - left)).toBeLessThan(2);
  expect(outside).toEqual([]);
  await context.close();
});
