import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillStore } from '../fixtures/many-takes.ts';
import { flawless } from './faults.ts';
import { Site } from './site.ts';

const COUNT = 300;
/** Filling the store and walking through it, on a machine that does other work too. Milliseconds. */
const LONG_MS = 240_000;
const POLL = { timeout: 20_000 };

let site: Site;
beforeAll(async () => {
  site = await Site.open(4976);
});
afterAll(() => site.close());

/** A visitor whose gallery is full. */
async function fullGallery(options: BrowserContextOptions = {}, count = COUNT) {
  const visitor = await site.visitor(options);
  const { page } = visitor;
  page.setDefaultTimeout(60_000);
  await page.goto(`${site.url}/gallery`);
  await page.getByRole('heading', { name: 'Every take will hang here' }).waitFor();
  const takes = await fillStore(page, count);
  await page.reload();
  await grid(page).waitFor();
  return { ...visitor, takes };
}

const grid = (page: Page) => page.getByRole('grid', { name: 'Takes', exact: true });
const takeLink = (page: Page, number: number) => grid(page).getByRole('link', { name: new RegExp(`Take ${number} ·`) });
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search names, prompts and tags' });
const count = (page: Page, words: string) => page.getByText(words, { exact: true }).waitFor();
const heard = (page: Page, words: string) => page.getByRole('status').getByText(words, { exact: true }).waitFor({ state: 'attached' });
const focused = (page: Page) => page.evaluate(() => /Take (\d+) ·/.exec(document.activeElement?.textContent ?? '')?.[1]);
/** The frame in sight, counted from 1. */
const frame = async (page: Page) => Number(await page.getByRole('slider', { name: 'Frame' }).inputValue()) + 1;

/** One undo of what was done last. */
async function undo(page: Page) {
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
}

it('finds takes by words and filters, which the address keeps', { timeout: LONG_MS }, async () => {
  const { context, page, takes } = await fullGallery();
  await page.getByText(/^300 takes · /).waitFor();

  // Tags count as well as prompts.
  const boats = takes.filter(({ recipe, tags }) => /\bboat\b/.test(recipe.prompt) && (/\bsea\b/.test(recipe.prompt) || tags.includes('sea')));
  await search(page).pressSequentially('SEA boa');
  await page.getByText(new RegExp(`^${boats.length} of 300 takes`)).waitFor();
  await heard(page, `${boats.length} takes found.`);
  await page.waitForURL(/q=SEA\+boa/);

  await page.getByRole('button', { name: /^Filters/ }).click();
  await page.getByRole('combobox', { name: 'Rating' }).selectOption({ label: '4 stars or more' });
  const good = boats.filter(({ rating }) => rating >= 4);
  await page.getByText(new RegExp(`^${good.length} of 300 takes`)).waitFor();
  await page.waitForURL(/rating=4/);
  await page.goBack();
  await page.getByText(new RegExp(`^${boats.length} of 300 takes`)).waitFor();

  await page.goto(`${site.url}/gallery?tag=Z%C3%BCrich&favourite=yes&sort=oldest`);
  const kept = takes.filter(({ tags, favourite }) => tags.includes('Zürich') && favourite);
  await page.getByText(new RegExp(`^${kept.length} of 300 takes`)).waitFor();
  const numbers = await grid(page).getByRole('link').allTextContents();
  expect(numbers[0]).toContain(`Take ${COUNT - takes.indexOf(kept.at(-1)!)} `);

  await search(page).fill('flibbertigibbet');
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  await heard(page, 'Nothing found.');
  await page.getByRole('button', { name: 'Show all 300' }).click();
  await page.getByText(/^300 takes · /).waitFor();
  await context.close();
});

it('walks, selects, tags, rates and deletes many with the keys alone, and takes it all back', { timeout: LONG_MS }, async () => {
  const { context, page } = await fullGallery();
  await takeLink(page, COUNT).focus();
  await page.keyboard.press('End');
  await expect.poll(() => focused(page), POLL).toBe('1');
  await page.keyboard.press('Home');
  await expect.poll(() => focused(page), POLL).toBe(String(COUNT));
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page), POLL).toBe('299');

  await page.keyboard.press('Space');
  for (const _ of [1, 2, 3]) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowLeft');
  await count(page, '3 selected');
  await expect.poll(() => grid(page).locator('[aria-selected="true"]').count()).toBe(3);

  await page.keyboard.press('t');
  const dialog = page.getByRole('dialog', { name: 'Tags of 3 takes' });
  await dialog.getByRole('combobox', { name: 'New tag' }).fill('Final cut');
  await page.keyboard.press('Enter');
  await dialog.getByText('Final cut').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  const tagged = page.getByText(/Final cut/);
  await expect.poll(() => grid(page).getByText(/Final cut/).count(), POLL).toBe(3);
  await undo(page);
  await expect.poll(() => tagged.count(), POLL).toBe(0);

  await takeLink(page, 299).focus();
  await page.keyboard.press('5');
  const bar = page.getByRole('group', { name: 'Selected takes' });
  await bar.getByRole('group', { name: 'Rating: 5 stars' }).waitFor();
  await page.keyboard.press('Delete');
  await page.getByText(/^297 takes · /).waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText(/^300 takes · /).waitFor();
  await takeLink(page, 299).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await bar.getByRole('group', { name: 'Rating: 5 stars' }).waitFor();
  await page.keyboard.press('Control+z');
  await bar.getByRole('group', { name: 'Rating: not rated' }).waitFor();

  await takeLink(page, 299).focus();
  await page.keyboard.press('Control+a');
  await count(page, '300 selected');
  await page.keyboard.press('Escape');
  await bar.waitFor({ state: 'detached' });

  // A name is written in place.
  await takeLink(page, 299).focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('The boat comes in');
  await page.keyboard.press('Enter');
  await grid(page).getByRole('link', { name: /The boat comes in/ }).waitFor();
  await expect.poll(() => focused(page), POLL).toBe('299');
  await context.close();
});

it('selects with the pointer, shows it in another tab, and empties the bin only after asking', { timeout: LONG_MS }, async () => {
  const { context, page } = await fullGallery({}, 40);
  const other = await context.newPage();
  await other.goto(`${site.url}/gallery`);
  await other.getByText(/^40 takes · /).waitFor();

  await takeLink(page, 40).click({ modifiers: ['Control'] });
  await takeLink(page, 37).click({ modifiers: ['Shift'] });
  await count(page, '4 selected');
  await takeLink(page, 38).hover();
  await page.getByRole('checkbox', { name: 'Select Take 38' }).click();
  await count(page, '3 selected');
  await page.getByRole('group', { name: 'Selected takes' }).getByRole('button', { name: 'Delete' }).click();
  for (const tab of [page, other]) await tab.getByText(/^37 takes · /).waitFor();

  await other.getByRole('link', { name: 'Bin · 3' }).click();
  const bin = other.getByRole('grid', { name: 'Takes in the bin' });
  await bin.getByRole('link').first().focus();
  await other.keyboard.press('Space');
  await other.keyboard.press('Shift+ArrowRight');
  await other.getByRole('button', { name: 'Put back' }).click();
  await page.getByText(/^39 takes · /).waitFor();
  await other.getByRole('button', { name: 'Empty the bin' }).click();
  await other.getByRole('dialog', { name: 'Delete for good' }).getByRole('button', { name: 'Keep it' }).click();
  await expect.poll(() => bin.getByRole('link').count()).toBe(1);
  await other.getByRole('button', { name: 'Empty the bin' }).click();
  await other.getByRole('dialog', { name: 'Delete for good' }).getByRole('button', { name: 'Delete for good' }).click();
  await other.getByRole('heading', { name: 'The bin is empty' }).waitFor();
  await other.reload();
  await other.getByRole('heading', { name: 'The bin is empty' }).waitFor();
  await page.getByRole('link', { name: /^Bin/ }).waitFor({ state: 'detached' });
  await context.close();
});

it('sends takes to a project, and finds them again by it', { timeout: LONG_MS }, async () => {
  const { context, page } = await fullGallery({}, 12);
  await takeLink(page, 12).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('group', { name: 'Selected takes' }).getByRole('button', { name: 'Send to a project…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Send 2 takes to a project' });
  await dialog.getByRole('textbox').fill('Harbour');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Filters/ }).press('Enter');
  await page.getByRole('combobox', { name: 'Project' }).selectOption({ label: 'Harbour' });
  // Behind the bar of what is still selected.
  await page.getByText(/^2 of 12 takes/).waitFor({ state: 'attached' });
  await heard(page, '2 takes found.');
  await takeLink(page, 11).press('Enter');
  await page.getByText('2 of 2', { exact: true }).waitFor();
  await page.reload();
  await page.getByText('2 of 2', { exact: true }).waitFor();
  await context.close();
});

it('steps through a take frame by frame, saves one, goes to its neighbours, and comes back to where it was', { timeout: LONG_MS }, async () => {
  const { context, page } = await fullGallery();
  await page.goto(`${site.url}/gallery?q=boat`);
  const opened = grid(page).getByRole('link').nth(3);
  const number = /Take (\d+) ·/.exec((await opened.textContent())!)![1]!;
  await opened.click();
  await page.getByRole('region', { name: 'Player' }).waitFor();
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);

  await page.keyboard.press('Home');
  await expect.poll(() => frame(page), POLL).toBe(1);
  for (const _ of [1, 2, 3]) await page.keyboard.press('.');
  await page.keyboard.press(',');
  await expect.poll(() => frame(page), POLL).toBe(3);
  await page.getByText(/^3 \/ \d+ f$/).waitFor();
  await page.keyboard.press('<');
  await expect.poll(() => page.getByRole('combobox', { name: 'Speed' }).inputValue()).toBe('0.75');
  await heard(page, 'Speed 0.75.');
  expect(await page.evaluate(() => document.querySelector('video')!.playbackRate)).toBe(0.75);

  const saving = page.waitForEvent('download');
  await page.keyboard.press('s');
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/-frame-3\.png$/);
  const shape = await sharp(await readFile(await saved.path())).metadata();
  expect([160, 96, 128]).toContain(shape.width);

  await page.getByText(/^4 of \d+$/).waitFor();
  await page.keyboard.press('n');
  await page.getByText(/^5 of \d+$/).waitFor();
  await page.keyboard.press('f');
  await page.getByRole('button', { name: 'Favourite' }).and(page.locator('[aria-pressed]')).waitFor();
  // Out of the field for tags again, letters are keys.
  await page.keyboard.press('t');
  await page.keyboard.type('half a w');
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await page.getByText(/^4 of \d+$/).waitFor();
  // However many neighbours were looked at, one step back leads to the gallery, and to the take that was open.
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/gallery\?q=boat$/);
  await expect.poll(() => focused(page), POLL).toBe(number);
  await context.close();
});

it('compares takes of different lengths in step', { timeout: LONG_MS }, async () => {
  const { context, page, takes } = await fullGallery({}, 10);
  const [long, short, odd] = [1, 0, 2].map((index) => takes[index]!);
  await takeLink(page, 10).click({ modifiers: ['Control'] });
  await takeLink(page, 8).click({ modifiers: ['Shift'] });
  await page.keyboard.press('c');
  await page.waitForURL(/\/gallery\/compare\?takes=/);
  const player = page.getByRole('region', { name: 'Player of all' });
  await player.waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('video')].every((video) => video.readyState >= 2 && !video.paused));

  // Where each picture is, against the others, while they play.
  const apart = await page.evaluate(async () => {
    const videos = [...document.querySelectorAll('video')];
    const most: number[] = [];
    for (let i = 0; i < 40; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const moments = videos.filter((video) => !video.paused && !video.seeking).map((video) => video.currentTime);
      if (moments.length > 1) most.push(Math.max(...moments) - Math.min(...moments));
    }
    return most.sort((a, b) => a - b)[Math.floor(most.length * 0.9)]!;
  });
  expect(apart).toBeLessThan(1 / 8);

  await page.keyboard.press('End');
  // At the end of the longest the shorter ones hold their last frame.
  for (const take of [long, short, odd]) {
    await page.getByText(`${take!.recipe.frames} / ${take!.recipe.frames}`, { exact: true }).first().waitFor();
  }
  await page.keyboard.press('Home');
  await page.getByText(`1 / ${odd!.recipe.frames}`, { exact: true }).waitFor();
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  // Three steps at 12 frames a second are two at 8.
  await page.getByText(`4 / ${odd!.recipe.frames}`, { exact: true }).waitFor();
  await page.getByText(`3 / ${short!.recipe.frames}`, { exact: true }).waitFor();
  const shown = await page.evaluate(() => [...document.querySelectorAll('video')].map((video) => video.paused));
  expect(shown).toEqual([true, true, true]);

  const rows = await page.getByRole('region', { name: 'What differs in their recipes' }).getByRole('rowheader').allTextContents();
  expect(rows).toContain('Seed');
  expect(rows).toContain('Length');
  expect(rows).not.toContain('Steps');
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page), POLL).toBe('10');
  await context.close();
});

describe.each([
  [1440, 900],
  [320, 700],
] as const)('at %i px', (width, height) => {
  it('has nothing that axe objects to, and nothing scrolls sideways', { timeout: LONG_MS }, async () => {
    const { context, page } = await fullGallery({ viewport: { width, height }, reducedMotion: 'reduce' }, 40);
    await page.getByRole('button', { name: /^Filters/ }).click();
    await page.getByRole('combobox', { name: 'Kept' }).selectOption({ label: 'From … to …' });
    await flawless(page, 'grid with filters');
    await grid(page).getByRole('link').first().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowRight');
    // The ring of what has the focus stands 5 px out; the bar above the takes hides none of it.
    const isHidden = () => page.evaluate(() => {
      const { x, y, width } = document.activeElement!.getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y - 5)!.closest('.head') !== null;
    });
    expect(await isHidden()).toBe(false);
    await flawless(page, 'selection');
    await page.keyboard.press('t');
    await page.getByRole('dialog', { name: 'Tags of 2 takes' }).waitFor();
    await flawless(page, 'tags');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'As a list' }).click();
    await flawless(page, 'list');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('region', { name: 'Player of all' }).waitFor();
    await flawless(page, 'comparing');
    await page.keyboard.press('Escape');
    await grid(page).getByRole('link').first().focus();
    await page.keyboard.press('Delete');
    await search(page).fill('flibbertigibbet');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await flawless(page, 'nothing found');
    await page.goto(`${site.url}/gallery/bin`);
    await page.getByRole('grid', { name: 'Takes in the bin' }).waitFor();
    await flawless(page, 'bin');
    await page.getByRole('grid').getByRole('link').first().click();
    await page.getByRole('button', { name: 'Put back' }).waitFor();
    await flawless(page, 'take in the bin');
    await context.close();
  });
});
