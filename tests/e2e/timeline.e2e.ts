import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flawless } from './faults.ts';
import { Site, TEST_MS } from './site.ts';
import { focused, tabTo } from './tab-to.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4985);
});
afterAll(() => site.close());

const clip = (page: Page, slate: string, words = '') => page.getByRole('gridcell', { name: new RegExp(`^Clip ${slate}\\..*${words}`) });
const heard = (page: Page, words: string | RegExp) => page.getByRole('status').getByText(words).waitFor({ state: 'attached' });
const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow').then(Number);
/** How wide the film is drawn, in CSS pixels. */
const extent = (page: Page) => page.getByRole('treegrid', { name: 'Timeline' }).evaluate((grid) => grid.clientWidth);

/** A new short film with its plan; its timeline is open. */
async function newTimeline(page: Page): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Lighthouse');
  await page.getByText('Short film').first().click();
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await page.getByRole('link', { name: 'Timeline', exact: true }).click();
  await clip(page, '1A').waitFor();
}

it('trims, moves, zooms, plays and undoes by keys alone', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newTimeline(page);
  await expect.poll(() => page.locator('[role=treegrid] [tabindex="0"]').count(), { message: 'one Tab stop' }).toBe(1);
  await tabTo(page, /^Clip 1A\./);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toMatch(/^Clip 1B\..*192 frames/);
  expect(await playhead(page), 'the playhead goes along').toBe(216);

  // The playhead is a slider, with the keys of one.
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  for (const [key, frame] of [['ArrowUp', 217], ['PageUp', 241], ['PageDown', 217], ['ArrowDown', 216]] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => playhead(page), { message: key }).toBe(frame);
  }
  await tabTo(page, /^Clip 1B\./);

  // Trim both edges, and undo.
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => focused(page)).toMatch(/191 frames/);
  await page.keyboard.press('Control+ArrowRight');
  await expect.poll(() => focused(page)).toMatch(/190 frames/);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(() => focused(page)).toMatch(/192 frames/);

  // Moved with ripple it changes places with the next one.
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => focused(page)).toMatch(/^Clip 1C\. The keeper/);
  await page.keyboard.press('Control+z');
  await expect.poll(() => focused(page)).toMatch(/^Clip 1B\. The keeper/);

  // Without ripple no clip gives way: the refusal offers the nearest free place.
  await page.getByRole('checkbox', { name: 'Ripple' }).focus();
  await page.keyboard.press(' ');
  await tabTo(page, /^Clip 1B\./);
  await page.keyboard.press('Alt+ArrowLeft');
  await page.getByRole('group', { name: 'Not possible' }).getByText('Another clip is in the way.').waitFor();
  await heard(page, /^Another clip is in the way/);
  await page.getByRole('button', { name: /^Put it at / }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'Not possible' }).waitFor({ state: 'detached' });
  await expect.poll(() => focused(page), { message: 'it went to the end' }).not.toMatch(/^Clip 1B/);
  await expect.poll(() => focused(page)).toMatch(/The keeper/);
  await page.keyboard.press('Control+z');
  await clip(page, '1B', 'The keeper').waitFor();

  // A dissolve is an overlap: the next clip begins earlier.
  await page.keyboard.press('Home');
  await clip(page, '1A', 'Dissolves over 24 frames').waitFor();
  await page.keyboard.press('d');
  await clip(page, '1A', 'Dissolves').waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => playhead(page)).toBe(240);
  await page.keyboard.press('Control+z');
  await clip(page, '1A', 'Dissolves over 24 frames').waitFor();

  // From the whole film to single frames and back.
  const whole = await extent(page);
  for (let i = 0; i < 14; i++) await page.keyboard.press('+');
  await expect.poll(() => extent(page)).toBeGreaterThan(whole * 50);
  await expect.poll(() => page.getByRole('gridcell').count(), { message: 'only what is in sight' }).toBeLessThan(4);
  await page.keyboard.press('0');
  await expect.poll(() => extent(page)).toBe(whole);

  // Playing: L forwards, K stops, J backwards; the arrows step by frames beside the clips.
  await page.keyboard.press('l');
  await expect.poll(() => playhead(page)).toBeGreaterThan(225);
  await page.keyboard.press('k');
  const at = await playhead(page);
  await page.waitForTimeout(200);
  expect(await playhead(page)).toBe(at);
  await page.keyboard.press('j');
  await expect.poll(() => playhead(page)).toBeLessThan(at);
  await page.keyboard.press(' ');
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  expect(await playhead(page)).toBe(1);
  await page.getByRole('img', { name: /^Clip 1A\. The coast/ }).waitFor();
  await context.close();
});

it('makes, doubles and deletes clips by keys, with the focus where the hands are, and zooms by two fingers', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor({ hasTouch: true });
  await newTimeline(page);
  const clips = page.getByRole('gridcell');
  const before = await clips.count();
  await tabTo(page, /^Clip 1A\./);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('n');
  await heard(page, 'New clip. Its prompt is written on the Board.');
  await expect.poll(() => focused(page)).toMatch(/^Clip 1C\. No prompt yet/);
  await page.keyboard.press('Control+d');
  await heard(page, 'Clip 1C has a copy right behind it.');
  await expect.poll(() => focused(page)).toMatch(/^Clip 1C\./);
  expect(await clips.count()).toBe(before + 2);
  await page.keyboard.press('Delete');
  await expect.poll(() => clips.count()).toBe(before + 1);
  await expect.poll(() => focused(page), { message: 'what stands there now' }).toMatch(/^Clip 1C\. No prompt yet/);
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
  await expect.poll(() => clips.count()).toBe(before);
  // G asks what the Board asks, without leaving the timeline; for a scene it is about all of its clips.
  await clip(page, '1B').click();
  await page.keyboard.press('g');
  const asked = page.getByRole('dialog', { name: 'Generate clip 1B' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Generate 1 take');
  await page.keyboard.press('Escape');
  await asked.waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toMatch(/^Clip 1B\./);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('g');
  const all = page.getByRole('dialog', { name: /^Generate \d+ clips$/ });
  await all.getByRole('button', { name: /^Generate \d+ takes$/ }).waitFor();
  await page.keyboard.press('Escape');
  await all.waitFor({ state: 'detached' });
  expect(page.url()).toMatch(/\/timeline$/);
  await clip(page, '1B').click();
  await page.keyboard.press('v');
  await page.waitForURL(/\/sound$/);
  await page.keyboard.press('Shift+V');
  await page.waitForURL(/\/timeline$/);
  await clip(page, '1B').waitFor();

  await clip(page, '1B').click();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Delete');
  await heard(page, 'Scene 1 is in the bin. Undo brings it back.');
  await page.keyboard.press('Control+z');
  await expect.poll(() => clips.count()).toBe(before);

  const whole = await extent(page);
  const { x, y } = (await clip(page, '1B').boundingBox())!;
  const touch = await context.newCDPSession(page);
  const fingers = async (type: 'touchStart' | 'touchMove', count: 1 | 2, apart: number) => {
    await touch.send('Input.dispatchTouchEvent', { type, touchPoints: [{ x: x + 30, y: y + 40, id: 0 }, { x: x + 54 + apart, y: y + 40, id: 1 }].slice(0, count) });
    await page.waitForTimeout(30);
  };
  await fingers('touchStart', 1, 0);
  await fingers('touchStart', 2, 0);
  for (let apart = 0; apart <= 160; apart += 20) await fingers('touchMove', 2, apart);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(() => extent(page), { message: 'two fingers' }).toBeGreaterThan(whole * 2);
  expect(await page.evaluate(() => visualViewport!.scale), 'the page stays as it is').toBe(1);
  await context.close();
});

it('chooses transitions by keys, and says what fits where one is too long', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newTimeline(page);
  await tabTo(page, /^Clip 1A\./);
  await page.keyboard.press('Alt+ArrowDown');
  await clip(page, '1A', 'Dissolves over 23 frames').waitFor();
  await page.keyboard.press('Alt+ArrowUp');
  await clip(page, '1A', 'Dissolves over 24 frames').waitFor();
  await page.keyboard.press('t');
  const dialog = page.getByRole('dialog', { name: 'Transition after clip 1A' });
  await dialog.getByRole('combobox', { name: 'Into the next' }).selectOption('Wipe');
  await dialog.getByRole('combobox', { name: 'Direction' }).selectOption('Up');
  const frames = dialog.getByRole('spinbutton', { name: 'Frames' });
  await frames.fill('100000');
  await frames.press('Tab');
  await dialog.getByRole('alert').getByText('The clips are too short for that.').waitFor();
  await dialog.getByRole('button', { name: /^Make it \d+ frames$/ }).click();
  await dialog.getByRole('alert').waitFor({ state: 'detached' });
  expect(Number(await frames.inputValue()), 'the longest that fits').toBeGreaterThan(24);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toMatch(/^Clip 1A\..*Wipes up over \d+ frames/);
  await page.keyboard.press('Control+z');
  await clip(page, '1A', 'Wipes up over 24 frames').waitFor();
  await context.close();
});

it('trims with the pointer what the keys trim, and zooms around the pointer', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newTimeline(page);
  // Its end is free; that of 1A lies under the dissolve.
  const box = (await clip(page, '1B').boundingBox())!;
  await page.mouse.move(box.x + box.width - 3, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 23, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => clip(page, '1B').getAttribute('aria-label')).not.toMatch(/192 frames/);
  await page.keyboard.press('Control+z');
  await clip(page, '1B', '192 frames').waitFor();

  const second = (await clip(page, '1C').boundingBox())!;
  await page.mouse.move(second.x, second.y + 40);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await expect.poll(async () => (await clip(page, '1C').boundingBox())!.width).toBeGreaterThan(second.width * 1.5);
  expect(Math.abs((await clip(page, '1C').boundingBox())!.x - second.x), 'what is under the pointer stays').toBeLessThan(3);
  await context.close();
});

describe.each([
  [1440, 1200],
  [320, 2000],
] as const)('at %i px', (width, height) => {
  it('has nothing that axe objects to, and the page does not scroll sideways', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ viewport: { width, height }, reducedMotion: 'reduce' });
    await newTimeline(page);
    await flawless(page, 'timeline');
    await page.getByRole('checkbox', { name: 'Ripple' }).uncheck();
    await clip(page, '1A').click();
    await page.keyboard.press('Alt+ArrowRight');
    await page.getByRole('group', { name: 'Not possible' }).waitFor();
    await flawless(page, 'refused');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menu').waitFor();
    await flawless(page, 'menu');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.keyboard.press('t');
    await page.getByRole('dialog', { name: 'Transition after clip 1A' }).waitFor();
    await flawless(page, 'transition');
    await context.close();
  });
});
