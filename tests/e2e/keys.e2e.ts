import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faults, flawlessWideAndNarrow } from './faults.ts';
import { Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4993);
});
afterAll(() => site.close());

const field = (page: Page) => page.getByRole('combobox', { name: 'Find a command or a thing' });
const option = (page: Page, name: RegExp) => page.getByRole('option', { name });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.querySelector('.heard')?.textContent ?? '');
const heard = (page: Page, words: string) => page.getByRole('status').getByText(words, { exact: true }).waitFor({ state: 'attached' });

/** A new film from the template of that name; its Board is open. */
async function newFilm(page: Page, name: string, template: string): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('radio', { name: new RegExp(template) }).check();
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await page.getByRole('link', { name: 'Board', exact: true }).click();
  await page.getByRole('gridcell', { name: /^Clip 1A/ }).waitFor();
}

const clips = (page: Page) => page.getByRole('gridcell', { name: /^Clip / }).count();

it('finds a clip and a command by a few letters, by keys alone, and remembers them', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newFilm(page, 'Kite', 'Music video');
  await page.keyboard.press('Control+k');
  await field(page).waitFor();
  await page.keyboard.type('2b');
  await option(page, /^Clip 2B/).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toMatch(/^Clip 2B\./);

  // What cannot be done now says why, and stays. What is typed at once goes into the field, not to the Board.
  const unchanged = await clips(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('swan');
  await expect.poll(() => field(page).inputValue()).toBe('swan');
  expect(await clips(page)).toBe(unchanged);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('swap');
  await option(page, /Swap with the next alternate It has no alternates\./).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => field(page).isVisible()).toBe(true);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('duplicate');
  await expect.poll(() => option(page, /^Duplicate/).getAttribute('aria-selected')).toBe('true');
  const before = await clips(page);
  await page.keyboard.press('Enter');
  await field(page).waitFor({ state: 'detached' });
  await expect.poll(() => clips(page)).toBe(before + 1);
  await expect.poll(() => focused(page)).toMatch(/^Clip 2B\./);

  // Recent first; and in a dialog there is no palette.
  await page.keyboard.press('Control+k');
  await expect.poll(() => page.getByRole('option').first().textContent()).toContain('Duplicate');
  await page.keyboard.press('Escape');
  await field(page).waitFor({ state: 'detached' });
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Control+k');
  expect(await field(page).count()).toBe(0);
  await context.close();
});

it('gives Generate another key, asks before it takes one away, refuses what is not ours, and tells other tabs', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newFilm(page, 'Kite', 'Commercial');
  const other = await context.newPage();
  await other.goto(`${site.url}/settings#keys`);
  await other.getByRole('searchbox', { name: 'Search keys' }).fill('generate the clip');
  const row = other.getByRole('button', { name: /^Generate the clip, all selected.*Change$/ });
  await row.click();
  const press = async (key: string, words: RegExp) => {
    await other.keyboard.press(key);
    await other.getByText(words).first().waitFor();
  };
  await other.getByRole('button', { name: /^Press the new key for Generate/ }).waitFor();
  await press('Insert', /Ins belongs to screen readers/);
  await press('F5', /F5 belongs to the browser/);
  await press('n', /N is “New clip” \(Board\)/);
  await other.getByRole('button', { name: 'Keep it there' }).click();
  await expect.poll(() => focused(other)).toMatch(/^Generate the clip, all selected.*: G\. Change$/);
  await other.keyboard.press('Enter');
  await other.keyboard.press('y');
  await other.getByRole('button', { name: /^Generate the clip, all selected.*: Y\. Change$/ }).waitFor();

  // The open Board follows: G is free, Y generates.
  const cell = page.getByRole('gridcell', { name: /^Clip 1A/ });
  await cell.focus();
  await expect.poll(async () => {
    await page.keyboard.press('y');
    return page.getByRole('dialog', { name: /^Generate/ }).count();
  }).toBe(1);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await cell.focus();
  await page.keyboard.press('g');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: /^Generate… Y$/ }).waitFor();
  await page.keyboard.press('Escape');

  await other.getByRole('button', { name: 'Reset all' }).click();
  await other.getByRole('button', { name: /^Generate the clip, all selected.*: G\. Change$/ }).waitFor();
  await other.getByRole('button', { name: 'Undo' }).click();
  await other.getByRole('button', { name: /^Generate the clip, all selected.*: Y\. Change$/ }).waitFor();
  // A place of its own, kept over a reload.
  await other.reload();
  await other.getByRole('searchbox', { name: 'Search keys' }).fill('Y');
  await other.getByRole('button', { name: /^Generate the clip, all selected.*: Y\. Change$/ }).waitFor();
  await context.close();
});

it('carries clips from one film to another by the clipboard, and makes a clip of plain text', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newFilm(page, 'From', 'Music video');
  await page.getByRole('gridcell', { name: /^Clip 1A/ }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowRight');
  await heard(page, '2 selected.');
  await page.keyboard.press('Control+c');
  await heard(page, '2 clips copied.');

  const other = await context.newPage();
  await newFilm(other, 'To', 'Commercial');
  const before = await clips(other);
  await other.bringToFront();
  await other.getByRole('gridcell', { name: /^Clip 1A/ }).focus();
  await other.keyboard.press('Control+v');
  await heard(other, '2 clips pasted.');
  expect(await clips(other)).toBe(before + 2);
  await expect.poll(() => focused(other)).toMatch(/^Clip 1B\..*The hall/);

  // Cut goes to the bin, and comes back behind another clip.
  await other.keyboard.press('Control+x');
  await expect.poll(() => clips(other)).toBe(before + 1);
  await other.keyboard.press('Control+v');
  await expect.poll(() => clips(other)).toBe(before + 2);
  await other.keyboard.press('Control+z');
  await heard(other, 'Undone: paste a clip.');

  // Plain text becomes a clip; typed into a field it stays text.
  await other.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'a red kite over the sea');
    document.activeElement!.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await other.getByRole('gridcell', { name: /a red kite over the sea/ }).waitFor();
  await context.close();
});

it('has nothing that axe objects to, by day and by night, wide and narrow', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor({ reducedMotion: 'reduce' });
  await newFilm(page, 'Kite', 'Commercial');
  const check = (where: string) => flawlessWideAndNarrow(page, where, 5000);
  await page.getByRole('gridcell', { name: /^Clip 1A/ }).focus();
  await page.keyboard.press('Control+k');
  await field(page).waitFor();
  await page.keyboard.type('alternate');
  await option(page, /has no alternates/).waitFor();
  await check('palette');
  await page.keyboard.type('zzzz');
  await page.getByText('Nothing is called that').waitFor();
  expect(await faults(page), 'nothing found').toEqual([]);
  await page.goto(`${site.url}/settings`);
  await page.getByRole('searchbox', { name: 'Search keys' }).fill('board');
  await page.getByRole('button', { name: /^Generate the clip, all selected.*Change$/ }).click();
  await page.keyboard.press('n');
  await page.getByText(/N is “New clip”/).first().waitFor();
  await check('keys');
  await context.close();
});
