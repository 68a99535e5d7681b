import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults, flawless, overflow } from './faults.ts';
import { readyForOffline, Site, TEST_MS } from './site.ts';
import { focused, tabTo } from './tab-to.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4989);
});
afterAll(() => site.close());

const title = (page: Page) => page.getByRole('textbox', { name: 'Title' });
const about = (page: Page) => page.getByRole('textbox', { name: 'What the film is about' });
const filmName = (page: Page) => page.getByRole('heading', { level: 2 }).first();
const clips = (page: Page) => page.getByRole('gridcell', { name: /^Clip / });
const heard = (page: Page, words: string | RegExp) => page.getByRole('status').getByText(words).first().waitFor({ state: 'attached' });
/** Said in a message that stays, with its way back. */
const told = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();
const place = (page: Page, name: string) => page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name, exact: true });
const standing = (page: Page) => page.getByText('Kept', { exact: true }).waitFor();

async function newProject(page: Page, name: string, plan?: RegExp): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  if (plan) await page.getByRole('radio', { name: plan }).check();
  await page.getByRole('button', { name: 'Make the project' }).click();
  await page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name: 'Overview', exact: true }).click();
  await page.getByRole('heading', { name: 'The film so far' }).waitFor();
}

it('opens a version read-only at its own address, offline too, makes it the film again, and undoes that', { timeout: TEST_MS }, async () => {
  // High enough for all clips: the Board draws those in sight.
  const { context, page } = await site.visitor({ viewport: { width: 1440, height: 1600 } });
  await newProject(page, 'Salt', /Commercial/);
  await readyForOffline(page);
  await context.setOffline(true);
  await page.getByRole('textbox', { name: 'Name this moment' }).fill('First cut');
  await page.keyboard.press('Enter');
  await heard(page, 'This moment is kept as “First cut”.');
  await title(page).fill('Pepper');
  await place(page, 'Board').click();
  await page.getByRole('gridcell', { name: /^Clip 1A\./ }).focus();
  await page.keyboard.press('Delete');
  await expect.poll(() => clips(page).count()).toBe(8);
  await standing(page);

  // By keys: to the history, into the version.
  await place(page, 'History').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'By time' }).waitFor();
  await tabTo(page, /^First cut$/);
  await page.keyboard.press('Enter');
  await page.getByText(/^You look at First cut, today, \d\d:\d\d\. Nothing can be changed here\.$/).waitFor();
  await expect.poll(() => clips(page).count()).toBe(9);
  expect(page.url()).toMatch(/\/board\?at=[-\da-f]{36}$/);
  const first = page.getByRole('gridcell', { name: /^Clip 1A\./ });
  await first.focus();
  await page.keyboard.press('Delete');
  await page.keyboard.press('n');
  await expect.poll(() => clips(page).count()).toBe(9);
  expect(await page.getByRole('button', { name: 'Scene', exact: true }).count()).toBe(0);

  // A reload and the places stay in the past, Back leads through them.
  await page.reload();
  await expect.poll(() => clips(page).count()).toBe(9);
  await place(page, 'Timeline').click();
  await page.getByRole('treegrid', { name: 'Timeline' }).waitFor();
  await page.getByText('Nothing can be changed here').waitFor();
  await place(page, 'Overview').click();
  await expect.poll(() => title(page).inputValue()).toBe('Salt');
  expect(await title(page).isDisabled()).toBe(true);
  await page.goBack();
  await page.getByRole('treegrid', { name: 'Timeline' }).waitFor();
  await page.goBack();
  await page.waitForURL(/\/board\?at=/);
  await page.getByRole('treegrid', { name: 'Timeline' }).waitFor({ state: 'detached' });
  await expect.poll(() => clips(page).count()).toBe(9);

  await tabTo(page, /^Make this the film again$/);
  await page.keyboard.press('Enter');
  await told(page, /^The film is as it was today, \d\d:\d\d\. What was made since is in its bin\.$/);
  await expect.poll(() => filmName(page).textContent()).toBe('Salt');
  await expect.poll(() => clips(page).count()).toBe(9);
  expect(page.url()).toMatch(/\/board$/);
  await page.keyboard.press('Control+z');
  await expect.poll(() => filmName(page).textContent()).toBe('Pepper');
  await expect.poll(() => clips(page).count()).toBe(8);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => clips(page).count()).toBe(9);
  await standing(page);
  await page.reload();
  await expect.poll(() => clips(page).count()).toBe(9);
  await context.close();
});

it('opens moments by time, renames and deletes versions, keeps one apart, and says where there is none', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.clock.setFixedTime(new Date('2026-11-20T11:00:00'));
  await newProject(page, 'Salt');
  await page.clock.setFixedTime(new Date('2026-11-21T09:00:00'));
  await title(page).fill('Pepper');
  await page.getByRole('textbox', { name: 'Name this moment' }).fill('Morning');
  await page.keyboard.press('Enter');
  await title(page).fill('Sugar');
  await title(page).blur();
  await standing(page);
  await place(page, 'History').click();
  // Both steps of this tab, by their names, at once.
  await page.getByRole('button', { name: 'Undo up to here: 2 steps, to save version' }).click();
  await heard(page, 'Undone: 2 steps. Redo brings them back.');
  await expect.poll(() => filmName(page).textContent()).toBe('Pepper');
  await page.keyboard.press('Control+y');
  await page.keyboard.press('Control+y');
  await expect.poll(() => filmName(page).textContent()).toBe('Sugar');

  await page.getByRole('button', { name: 'Rename Morning' }).click();
  await page.getByRole('textbox', { name: 'Name of the version' }).fill('Early <b>draft</b>');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Early <b>draft</b>' }).waitFor();
  await page.getByRole('button', { name: 'Delete Early <b>draft</b>' }).click();
  await page.getByRole('link', { name: 'Early <b>draft</b>' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await page.getByRole('link', { name: 'Early <b>draft</b>' }).waitFor();

  await page.getByRole('link', { name: '11:00, yesterday' }).click();
  await page.getByText('You look at yesterday, 11:00. Nothing can be changed here.').waitFor();
  await expect.poll(() => filmName(page).textContent()).toBe('Salt');
  await page.getByRole('button', { name: 'Make it a project of its own' }).click();
  await expect.poll(() => filmName(page).textContent()).toBe('Salt (yesterday, 11:00)');
  expect(await title(page).isDisabled()).toBe(false);
  await page.goto(`${page.url()}?at=12`);
  await page.getByRole('heading', { name: 'That moment cannot be shown' }).waitFor();
  await page.getByRole('link', { name: 'Back to now' }).click();
  await expect.poll(() => title(page).inputValue()).toBe('Salt (yesterday, 11:00)');
  await context.close();
});

it('makes a branch, lists it under its film, compares both and merges it by keys, and undoes that', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newProject(page, 'Sea', /Explainer/);
  await place(page, 'History').click();
  await page.getByRole('textbox', { name: 'Name of the branch' }).fill('By night');
  await page.keyboard.press('Enter');
  await page.getByText('A branch of Sea').waitFor();
  await place(page, 'Brief').click();
  await about(page).fill('The sea by night');
  await place(page, 'Board').click();
  await page.getByRole('gridcell', { name: /^Clip 1A\./ }).focus();
  await page.keyboard.press('Delete');
  await standing(page);

  // The film goes on by itself.
  await page.goto(`${site.url}/projects`);
  await expect.poll(() => page.getByRole('article').getByRole('link').allInnerTexts()).toEqual(['Sea', 'By night']);
  await page.getByText('Branch of Sea').waitFor();
  await page.getByRole('link', { name: 'Sea', exact: true }).click();
  await place(page, 'Brief').click();
  await page.getByRole('textbox', { name: 'Who it is for' }).fill('Sailors');
  await place(page, 'History').click();
  await tabTo(page, /^Compare By night with the film$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Merging changes 2 things in the film' }).waitFor();
  await page.getByText('brief written: “The sea by night”').waitFor();
  await expect.poll(() => page.getByText('put in the bin').count()).toBe(1);
  await tabTo(page, /^Merge the branch into the film$/);
  await page.keyboard.press('Enter');
  await told(page, '“By night” is merged: 2 things changed in the film.');
  await page.getByRole('heading', { name: 'There is nothing to merge' }).waitFor();
  await expect.poll(() => filmName(page).textContent()).toBe('Sea');
  await place(page, 'Brief').click();
  await expect.poll(() => about(page).inputValue()).toBe('The sea by night');
  await expect.poll(() => page.getByRole('textbox', { name: 'Who it is for' }).inputValue()).toBe('Sailors');
  await page.getByRole('button', { name: 'Undo: merge a branch' }).click();
  await expect.poll(() => about(page).inputValue()).toBe('');
  await page.getByRole('button', { name: 'Redo: merge a branch' }).click();
  await expect.poll(() => about(page).inputValue()).toBe('The sea by night');

  // A second branch comes home in part.
  await place(page, 'History').click();
  await page.getByRole('textbox', { name: 'Name of the branch' }).fill('By day');
  await page.keyboard.press('Enter');
  await page.getByText('A branch of Sea').waitFor();
  await place(page, 'Brief').click();
  await about(page).fill('The sea by day');
  await place(page, 'Board').click();
  await page.getByRole('gridcell', { name: /^Clip 1A\b/ }).focus();
  await page.keyboard.press('Delete');
  await standing(page);
  await place(page, 'History').click();
  await page.getByRole('link', { name: 'Compare and merge' }).click();
  await tabTo(page, /^All of The film as a whole$/);
  await page.keyboard.press('Space');
  // The focus stays on what was ticked, and goes to what is left once it is merged.
  expect(await focused(page)).toBe('All of The film as a whole');
  await tabTo(page, /^Merge 1 of 2 things$/);
  await page.keyboard.press('Enter');
  await told(page, '“By day” is merged in part: 1 of 2 things changed in the film.');
  await expect.poll(() => focused(page)).toBe('There is nothing to merge');
  await page.getByRole('heading', { name: 'Otherwise in the branch, and not merged' }).waitFor();
  await place(page, 'Brief').click();
  await expect.poll(() => about(page).inputValue()).toBe('The sea by night');

  // What was left out comes after all.
  await place(page, 'History').click();
  await page.getByRole('link', { name: 'Compare By day with the film' }).click();
  await page.getByRole('heading', { name: 'There is nothing to merge' }).waitFor();
  await tabTo(page, /^All of The film as a whole$/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Take 1 thing over$/);
  await page.keyboard.press('Enter');
  await told(page, '“By day” is merged: 1 thing changed in the film.');
  await expect.poll(() => page.getByRole('checkbox').count()).toBe(0);
  await place(page, 'Brief').click();
  await expect.poll(() => about(page).inputValue()).toBe('The sea by day');
  await context.close();
});

it('plays the ways of a scene and of a clip side by side, and swaps them with one key', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor({ viewport: { width: 320, height: 1600 }, colorScheme: 'light', reducedMotion: 'reduce' });
  await newProject(page, 'Two ways', /Commercial/);
  await place(page, 'Board').click();
  for (const [cell, ways] of [[page.getByRole('rowheader', { name: /^Scene 2\b/ }), ['2', '2 A1']], [page.getByRole('gridcell', { name: /^Clip 1A\b/ }), ['1A', '1A A1']]] as const) {
    await cell.press('Shift+A');
    await cell.press('F2');
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    const first = page.getByRole('article', { name: 'Original, in the cut' });
    await first.waitFor();
    const articles = page.getByRole('article');
    expect(await articles.locator('.room > .slate').allInnerTexts()).toEqual(ways);
    await page.keyboard.press('a');
    await page.getByRole('article', { name: 'A1, in the cut' }).waitFor();
    await heard(page, 'A1 is in the cut.');
    await page.keyboard.press('.');
    await expect.poll(() => page.getByRole('slider', { name: 'Frame' }).getAttribute('aria-valuetext')).toBe('00:00:00:01');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    expect(await faults(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.reload();
    await page.getByRole('article', { name: 'A1, in the cut' }).waitFor();
    await page.getByRole('button', { name: 'Put in the cut: Original' }).click();
    await first.waitFor();
    await page.getByRole('link', { name: 'Board', exact: true }).last().click();
    await cell.waitFor();
  }
  await page.goto(`${page.url()}/nobody`);
  await page.getByRole('heading', { name: 'There is nothing to compare' }).waitFor();
  await context.close();
});

describe.each([
  [1440, 900],
  [320, 3000],
] as const)('history, at %i px', (width, height) => {
  it('has nothing that axe objects to, and nothing scrolls sideways', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ viewport: { width, height }, reducedMotion: 'reduce' });
    await page.clock.setFixedTime(new Date('2026-11-20T11:00:00'));
    await newProject(page, `<script>alert(1)</script> ${'מלח🎬'.repeat(2_000)}`, /Short film/);
    await page.clock.setFixedTime(new Date('2026-11-21T09:00:00'));
    await page.getByRole('textbox', { name: 'Name this moment' }).fill('x'.repeat(10_000));
    await page.keyboard.press('Enter');
    await place(page, 'History').click();
    await page.getByRole('link', { name: '11:00, yesterday' }).waitFor();
    await flawless(page, 'history');
    await page.getByRole('link', { name: /^x{10}/ }).click();
    await page.getByText('Nothing can be changed here').waitFor();
    await flawless(page, 'the past');
    await place(page, 'History').click();
    await page.getByRole('button', { name: 'Try another way' }).click();
    await page.getByText('A branch of').waitFor();
    await flawless(page, 'a branch');
    await place(page, 'Brief').click();
    await about(page).fill('y'.repeat(10_000));
    await flawless(page, 'its brief');
    await place(page, 'Overview').click();
    await page.getByRole('link', { name: 'Compare and merge' }).click();
    await page.getByRole('button', { name: 'Merge the branch into the film' }).waitFor();
    await flawless(page, 'compare');
    await page.goto(`${site.url}/projects`);
    await page.getByRole('searchbox', { name: 'Search names' }).fill('script');
    await page.getByText('2 projects found.').waitFor({ state: 'attached' });
    await flawless(page, 'projects');
    await page.getByRole('searchbox', { name: 'Search names' }).fill('nowhere');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await flawless(page, 'nothing found');
    await context.close();
  });
});
