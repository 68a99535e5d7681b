import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putFilm } from '../fixtures/film-in-store.ts';
import { fillStore } from '../fixtures/many-takes.ts';
import { flawless } from './faults.ts';
import { Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(5251);
});
afterAll(() => site.close());

const clip = (page: Page, slate: string, words = '') => page.getByRole('gridcell', { name: new RegExp(`^Clip ${slate}\\..*${words}`) });
const heard = (page: Page, words: string | RegExp) => page.getByRole('status').getByText(words).waitFor({ state: 'attached' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Cut from clip 1A to clip 1B' });

/** How much the colours jump, as the dialog says it. */
const jump = async (page: Page): Promise<number> => {
  const words = await dialog(page).getByText('of 100 in OKLab').innerText();
  return Number.parseFloat(words);
};

/** A film of two clips whose takes differ in colour; its timeline is open and its cut is measured. */
async function openFilm(page: Page): Promise<string> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().waitFor();
  const takes = await fillStore(page, 3);
  const id = await putFilm(page, 'Two skies', [[
    { prompt: 'A ball under a blue sky', length: 48, take: takes[0]!.id },
    { prompt: 'A ball under an orange sky', length: 48, take: takes[2]!.id },
  ]]);
  await page.goto(`${site.url}/projects/${id}/timeline`);
  await clip(page, '1B', 'Cut from clip 1A: (Noticeable|Hard): the colours').waitFor();
  return id;
}

it('shows how a cut is, matches its colours, and undoes it, by keys alone', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor();
  const id = await openFilm(page);
  expect(await clip(page, '1A').getAttribute('aria-label'), 'nothing is cut to the first clip').not.toContain('Cut from');
  await page.getByRole('button', { name: 'Dismiss' }).first().click();
  await clip(page, '1A').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('c');
  await dialog(page).getByRole('img', { name: 'The last frame of clip 1A' }).waitFor();
  const before = await jump(page);
  await dialog(page).getByRole('button', { name: 'Match colours' }).press('Enter');
  await dialog(page).getByRole('img', { name: 'The first frame of clip 1B, with its colours matched' }).waitFor();
  await expect.poll(() => jump(page)).toBeLessThan(0.75 * before);
  const matched = await jump(page);

  // The monitor shows the grade, too.
  await page.keyboard.press('Escape');
  await heard(page, 'Clip 1B has its colours matched to clip 1A now.');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Clip 1B\./);
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: /^Clip 1B\. / }).waitFor();
  const filters = () => page.locator('[role=img] :is(video, img)').evaluateAll((all) => all.map((one) => getComputedStyle(one).filter).filter((filter) => filter !== 'none'));
  expect(await filters()).toHaveLength(1);
  expect(await page.locator('feFuncR').first().getAttribute('intercept')).not.toBeNull();

  // Undone and done again, also from the menu.
  await page.keyboard.press('Control+z');
  await expect.poll(filters).toEqual([]);
  await page.keyboard.press('c');
  await expect.poll(() => jump(page)).toBe(before);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(filters).toHaveLength(1);
  await clip(page, '1B').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Check the cut before it…' }).click();
  await expect.poll(() => jump(page)).toBe(matched);
  await dialog(page).getByRole('button', { name: 'Take the match off' }).click();
  await expect.poll(() => jump(page)).toBe(before);
  await page.keyboard.press('Escape');

  // The takes of a clip are measured where they are looked at, and stay so.
  await page.goto(`${site.url}/projects/${id}/board`);
  await clip(page, '1B').focus();
  await page.keyboard.press('F2');
  const takes = page.getByRole('region', { name: 'Takes' });
  await takes.getByText('What was measured').click();
  await takes.getByText('Sharpness').waitFor();
  await takes.getByRole('link').first().click();
  await page.getByRole('region', { name: 'Measured' }).getByText('Motion').waitFor();
  expect(outside).toEqual([]);
  await context.close();
});

describe.each([
  [1440, 1200],
  [320, 2400],
] as const)('at %i px', (width, height) => {
  it('has nothing that axe objects to in either theme, and nothing scrolls sideways', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ viewport: { width, height }, reducedMotion: 'reduce' });
    const id = await openFilm(page);
    const dismiss = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' });
    while ((await dismiss.count()) > 0) await dismiss.first().click();
    await flawless(page, 'marks');
    await clip(page, '1B').focus();
    await page.keyboard.press('c');
    await jump(page);
    await flawless(page, 'a cut');
    await page.goto(`${site.url}/projects/${id}/board`);
    await clip(page, '1B').focus();
    await page.keyboard.press('F2');
    await page.getByRole('region', { name: 'Takes' }).getByText('What was measured').click();
    await flawless(page, 'takes');
    await context.close();
  });
});
