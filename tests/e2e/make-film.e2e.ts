import { readFile } from 'node:fs/promises';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flawless } from './faults.ts';
import { CLIP_MS, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4983);
});
afterAll(() => site.close());

const place = (page: Page, name: string) => page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name, exact: true }).click();
const run = (page: Page) => page.getByRole('region', { name: 'Make the film' });
const slot = (page: Page, clip: string, end: string, words = '') => page.getByRole('gridcell').getByRole('button', { name: new RegExp(`^Clip ${clip}, ${end} picture[,.] ?${words}`) });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

/** A new project with one scene and clips of these words, each of so many frames; its overview is open. */
async function newFilm(page: Page, prompts: readonly string[]): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Kite');
  await page.keyboard.press('Enter');
  await place(page, 'Board');
  await page.getByRole('button', { name: 'New scene' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).waitFor();
  await page.keyboard.press('Escape');
  for (const prompt of prompts) {
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Prompt', exact: true }).waitFor();
    await page.keyboard.type(prompt);
    await page.keyboard.press('Escape');
  }
  await place(page, 'Overview');
}

it('makes a film with one press, goes on after a reload in the middle, and ends with its file, a clip that cannot be made as its still', { timeout: 2 * TEST_MS }, async () => {
  const { context, page } = await site.visitor({ viewport: { width: 320, height: 3000 } });
  await newFilm(page, ['', 'a red ball on grass', 'a blue boat at sea', 'a yellow bird in the snow']);

  // Two steps are quick.
  await run(page).getByText('How it is made').click();
  await run(page).getByRole('spinbutton', { name: 'Steps, as a number' }).fill('2');
  await page.keyboard.press('Tab');
  await run(page).getByText('4 keyframes and 3 takes to make').waitFor({ timeout: CLIP_MS });
  await flawless(page, 'before the run');
  await run(page).getByRole('button', { name: 'Make the film' }).focus();
  await page.keyboard.press('Enter');
  await run(page).getByText(/^[1-6] of 7 done/).waitFor({ timeout: CLIP_MS });

  await page.reload();
  await run(page).getByText(/^[1-7] of 7 done/).or(run(page).getByText('All clips are there')).first().waitFor({ timeout: CLIP_MS });
  await place(page, 'Keyframes');
  await slot(page, '1D', 'last', 'there').waitFor({ timeout: CLIP_MS });
  await slot(page, '1C', 'first', 'there, inherited from clip 1B').waitFor();
  await slot(page, '1D', 'first', 'there, inherited from clip 1C').waitFor();

  // The grid is one stop, walked by arrows; details open and lead back.
  await slot(page, '1A', 'first').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toMatch(/^Clip 1A, last picture/);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toMatch(/^Clip 1B, last picture/);
  await expect.poll(() => page.getByRole('grid', { name: 'Keyframes' }).locator('button[tabindex="0"]').count()).toBe(1);
  await page.keyboard.press('Enter');
  const details = page.getByRole('dialog', { name: 'Details of Clip 1B, last picture' });
  await details.getByText('1 take').waitFor();
  await flawless(page, 'a keyframe');
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toMatch(/^Clip 1B, last picture/);
  await flawless(page, 'keyframes');

  await run(page).getByRole('button', { name: 'Save the film' }).waitFor({ timeout: 2 * CLIP_MS });
  // The first clip says nothing to draw; the film was made all the same, and is as long.
  await run(page).getByText('All that can be made is there. One clip cannot be made: the film shows its still, or its words, as long.').waitFor();
  const download = page.waitForEvent('download');
  await page.evaluate(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
  await run(page).getByRole('button', { name: 'Save the film' }).click();
  using film = new Input({ source: new BufferSource(await readFile(await (await download).path())), formats: ALL_FORMATS });
  expect(await film.computeDuration(), 'four clips of three seconds').toBeCloseTo(12, 1);
  await place(page, 'Board');
  await expect.poll(() => page.getByRole('gridcell', { name: /^Clip 1[BCD]\..*1 take/ }).count()).toBe(3);
  await context.close();
});
