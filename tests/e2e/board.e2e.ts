import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flawless } from './faults.ts';
import { keepProject, largeProject } from '../fixtures/large-project.ts';
import { CLIP_MS, Site, TEST_MS } from './site.ts';
import { focused, tabTo } from './tab-to.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4982);
});
afterAll(() => site.close());

const clip = (page: Page, slate: string, words = '') => page.getByRole('gridcell', { name: new RegExp(`^Clip ${slate}\\..*${words}`) });
const scene = (page: Page, slate: string) => page.getByRole('rowheader', { name: new RegExp(`^Scene ${slate}\\b`) });
const heard = (page: Page, words: string) => page.getByRole('status').getByText(words, { exact: true }).waitFor({ state: 'attached' });

/** A new project without a plan; its board is open. */
async function newBoard(page: Page, name: string): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Board', exact: true }).click();
  await page.getByRole('heading', { name: 'No scenes yet' }).waitFor();
}

/** A scene with clips of these prompts, made by keys alone, with the focus on the last one. */
async function sceneOf(page: Page, name: string, prompts: readonly string[]): Promise<void> {
  await tabTo(page, /^New scene$/);
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Name' }).waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press('Escape');
  for (const prompt of prompts) {
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Prompt', exact: true }).waitFor();
    await page.keyboard.type(prompt);
    await page.keyboard.press('Escape');
  }
}

it('makes, generates, reorders and undoes by keys alone, and all is there after a reload', { timeout: 2 * TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newBoard(page, 'Kite');
  await sceneOf(page, 'Morning', ['a red ball on grass', 'a blue box in the snow']);
  await expect.poll(() => focused(page)).toMatch(/^Clip 1B\. a blue box in the snow/);

  // Generate with the settings as they are, but for fewer steps.
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => focused(page)).toMatch(/^Clip 1A\./);
  await page.keyboard.press('g');
  const dialog = page.getByRole('dialog', { name: 'Generate clip 1A' });
  await dialog.waitFor();
  await page.getByRole('button', { name: 'Generate 1 take' }).and(page.locator(':enabled')).waitFor({ timeout: CLIP_MS });
  const steps = page.getByRole('spinbutton', { name: 'Steps, as a number' });
  await steps.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await clip(page, '1A', '1 take').waitFor({ timeout: CLIP_MS });
  await clip(page, '1A').locator('img').waitFor();

  // Reorder, undo, redo.
  await expect.poll(() => focused(page)).toMatch(/^Clip 1A\./);
  await page.keyboard.press('Alt+ArrowRight');
  await heard(page, 'Place 2 of 2 in scene 1.');
  await clip(page, '1B', 'red ball').waitFor();
  await expect.poll(() => focused(page)).toMatch(/^Clip 1B\. a red ball/);
  await page.keyboard.press('Control+z');
  await clip(page, '1A', 'red ball').waitFor();
  await page.keyboard.press('Control+y');
  await clip(page, '1B', 'red ball').waitFor();

  // An alternate, and which one is in the cut.
  await page.keyboard.press('Shift+A');
  await clip(page, '1B', '2 ways').waitFor();
  await page.keyboard.press('a');
  await clip(page, '1B A1', 'red ball').waitFor();

  // Into the bin and back.
  await page.keyboard.press('Delete');
  await clip(page, '1B').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toMatch(/^Clip 1A\. a blue box/);
  await page.keyboard.press('Control+z');
  await clip(page, '1B A1', '1 take').waitFor();

  await page.getByText('Kept', { exact: true }).waitFor();
  await page.reload();
  await clip(page, '1B A1', 'red ball.*1 take').waitFor();
  await clip(page, '1A', 'blue box').waitFor();
  await expect.poll(() => page.locator('[role=treegrid] [tabindex="0"]').count(), { message: 'one Tab stop' }).toBe(1);
  await context.close();
});

it('generates several clips in one action, and puts takes on them that were made while the board was closed', { timeout: 2 * TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newBoard(page, 'Batch');
  await sceneOf(page, 'Day', ['a red ball on grass', 'a blue star in the snow']);
  await clip(page, '1A').click();
  await clip(page, '1B').click({ modifiers: ['Shift'] });
  await heard(page, '2 selected.');
  await page.getByRole('group', { name: 'Selected clips' }).getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('spinbutton', { name: 'Steps, as a number' }).fill('2');
  await page.getByRole('button', { name: 'Generate 2 takes' }).and(page.locator(':enabled')).click({ timeout: CLIP_MS });
  await page.getByText('2 takes in the making').waitFor();
  // Nobody looks at the project while they are made, and the jobs are cleared from the queue.
  await page.getByRole('link', { name: /^Queue\b(?!:)/ }).click();
  await page.getByRole('row', { name: /^Batch of 2.* 2 of 2 done/ }).waitFor({ timeout: TEST_MS });
  await page.getByRole('button', { name: /^Clear/ }).first().click();
  await page.goBack();
  await clip(page, '1A', '1 take').waitFor();
  await clip(page, '1B', '1 take').waitFor();
  await page.getByText('2 clips · 00:00:06:00 · complete').waitFor();

  // Dragged, it stands where the keys would have put it.
  const [from, to] = [(await clip(page, '1A').boundingBox())!, (await clip(page, '1B').boundingBox())!];
  await page.mouse.move(from.x + 60, from.y + 60);
  await page.mouse.down();
  await page.mouse.move(from.x + 90, from.y + 70, { steps: 3 });
  await page.mouse.move(to.x + to.width - 10, to.y + 60, { steps: 5 });
  await page.mouse.up();
  await clip(page, '1B', 'red ball').waitFor();
  await context.close();
});

it('takes what is dropped beside the cards, and keeps the focus by what was deleted', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newBoard(page, 'Beside');
  await sceneOf(page, 'Day', ['a red ball', 'a blue box', 'a green star']);
  await tabTo(page, /^Scene$/);
  await page.keyboard.press('Enter');
  await scene(page, '2').waitFor();
  await page.getByRole('button', { name: 'Close the details' }).click();
  const drop = async (slate: string, x: number, y: number) => {
    const { x: left, y: top } = (await clip(page, slate).boundingBox())!;
    await page.mouse.move(left + 60, top + 60);
    await page.mouse.down();
    await page.mouse.move(left + 90, top + 70, { steps: 3 });
    await page.mouse.move(x, y, { steps: 5 });
    await page.mouse.up();
  };
  const last = (await clip(page, '1C').boundingBox())!;
  await drop('1A', last.x + last.width + 90, last.y + 40);
  await clip(page, '1C', 'red ball').waitFor();
  const empty = (await page.getByText('No clips yet.').boundingBox())!;
  await drop('1B', empty.x + 80, empty.y + empty.height / 2);
  await clip(page, '2A', 'green star').waitFor();

  // By the bar, by the menu of an alternate, and undone from the message.
  await clip(page, '1A').click({ modifiers: ['Control'] });
  await page.getByRole('group', { name: 'Selected clips' }).getByRole('button', { name: 'Delete' }).press('Enter');
  await expect.poll(() => focused(page)).toMatch(/^Clip 1A\. a red ball/);
  await page.keyboard.press('Shift+A');
  await clip(page, '1A', '2 ways').waitFor();
  await page.keyboard.press('Enter');
  const ways = page.getByRole('region', { name: 'Alternates' });
  await ways.getByRole('button', { name: 'Put in the cut: A1' }).press('Enter');
  await expect.poll(() => focused(page)).toBe('Put in the cut: Original');
  await ways.getByRole('button', { name: 'Delete Original' }).press('Enter');
  await expect.poll(() => focused(page)).toBe('New');
  await context.close();
});

it('selects several by fingers alone', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor({ viewport: { width: 360, height: 900 }, hasTouch: true, isMobile: true });
  await newBoard(page, 'Fingers');
  await sceneOf(page, 'Day', ['a red ball', 'a blue box', 'a green star']);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Actions for clip 1A' }).tap();
  await page.getByRole('menuitem', { name: 'Select', exact: true }).tap();
  await heard(page, '1 selected.');
  await clip(page, '1C').tap();
  await heard(page, '2 selected.');
  expect(await page.getByRole('region', { name: /^Details/ }).count(), 'nothing opens over it').toBe(0);
  await clip(page, '1A').tap();
  await heard(page, '1 selected.');
  await page.getByRole('group', { name: 'Selected clips' }).getByRole('button', { name: 'None' }).tap();
  await clip(page, '1B').tap();
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).waitFor();
  await context.close();
});

it('draws of 500 clips what is in sight; keys, menus and moves reach all of them', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().waitFor();
  const id = await keepProject(page, largeProject({ scenes: 25, clips: 20 }, []));
  await page.goto(`${site.url}/projects/${id}/board`);
  await clip(page, '1A').waitFor();
  const board = page.getByRole('treegrid', { name: 'Board' });
  const columns = Number(await board.getAttribute('aria-colcount'));
  await expect.poll(() => board.getAttribute('aria-rowcount')).toBe(String(25 * (1 + Math.ceil(20 / columns))));
  const drawn = () => page.getByRole('gridcell', { name: /^Clip/ }).count();
  expect(await drawn(), 'cards drawn').toBeLessThan(60);

  await tabTo(page, /^Scene 1\b/);
  await page.keyboard.press('Control+End');
  await expect.poll(() => focused(page)).toMatch(/^Clip 25T\./);
  await expect.poll(() => clip(page, '25T').locator('..').getAttribute('aria-rowindex'), { message: 'its line' }).toBe(await board.getAttribute('aria-rowcount'));
  await page.keyboard.press('Alt+ArrowLeft');
  await heard(page, 'Place 19 of 20 in scene 25.');
  await expect.poll(() => focused(page)).toMatch(/^Clip 25S\./);
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu', { name: 'Actions for clip 25S' });
  await menu.waitFor();
  const [opened, card] = [(await menu.boundingBox())!, (await clip(page, '25S').boundingBox())!];
  expect(opened.y, 'within the window').toBeGreaterThanOrEqual(0);
  expect(opened.x < card.x + card.width && card.x < opened.x + opened.width, 'by its card').toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toMatch(/^Clip 25S\./);

  // Scrolled out of sight it keeps the keys, and there is still one Tab stop.
  await page.evaluate(() => scrollTo(0, 0));
  await clip(page, '1A').waitFor();
  await expect.poll(() => page.locator('[role=treegrid][tabindex="0"]').count()).toBe(1);
  expect(await page.locator('[role=treegrid] [tabindex="0"]').count(), 'no other Tab stop').toBe(0);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => focused(page)).toMatch(/^Clip 25R\./);
  await page.keyboard.press('Control+Home');
  await expect.poll(() => focused(page)).toMatch(/^Scene 1\b/);
  expect(await drawn()).toBeLessThan(60);
  await context.close();
});

it('starts and ends a clip on pictures, and lets go of them again', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newBoard(page, 'Pictures');
  await sceneOf(page, 'Day', ['a red ball', 'a blue box']);
  await clip(page, '1A').click();
  const keyframes = page.getByRole('region', { name: 'Keyframes' });
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==', 'base64');
  const give = async (slot: RegExp, file: { name: string; mimeType: string; buffer: Buffer }) => {
    await keyframes.getByRole('button', { name: slot }).click();
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Picture file…' }).click();
    await (await choosing).setFiles(file);
  };
  await give(/^Last picture/, { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await keyframes.getByRole('alert').getByText(/notes\.png/).waitFor();
  await give(/^Last picture/, { name: 'harbour.png', mimeType: 'image/png', buffer: picture });
  await keyframes.getByRole('button', { name: /^Last picture harbour\.png/ }).locator('img').waitFor();
  await keyframes.getByRole('alert').waitFor({ state: 'detached' });

  // The clip behind it begins there, until it is told otherwise.
  await clip(page, '1B').click();
  await keyframes.getByRole('button', { name: /^First picture harbour\.png As the clip before ends/ }).click();
  await page.getByRole('menuitem', { name: 'None' }).click();
  await keyframes.getByRole('button', { name: /^First picture None/ }).click();
  await page.getByRole('menuitem', { name: 'The last picture of the clip before' }).click();
  await keyframes.getByRole('button', { name: /^First picture harbour\.png/ }).waitFor();

  await clip(page, '1A').click();
  await keyframes.getByRole('button', { name: /^Last picture/ }).click();
  await page.getByRole('menuitem', { name: 'None' }).click();
  await keyframes.getByRole('button', { name: /^Last picture None/ }).waitFor();
  await clip(page, '1A').focus();
  await page.keyboard.press('Control+z');
  await keyframes.getByRole('button', { name: /^Last picture harbour\.png/ }).waitFor();
  await page.getByText('Kept', { exact: true }).waitFor();
  await page.reload();
  await clip(page, '1A').click();
  await keyframes.getByRole('button', { name: /^Last picture harbour\.png/ }).locator('img').waitFor();

  // The card shows what it starts on; where the file is gone, it says so, and nothing is called damaged.
  await give(/^First picture/, { name: 'harbour.png', mimeType: 'image/png', buffer: picture });
  await clip(page, '1A', 'a still, no take yet').locator('img').waitFor();
  await page.getByText('Kept', { exact: true }).waitFor();
  await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('kinora');
    for await (const name of folder.keys()) await folder.removeEntry(name);
  });
  await page.reload();
  await clip(page, '1A').getByText('Its picture is not in this browser').waitFor();
  await clip(page, '1A').focus();
  await page.keyboard.press('g');
  await page.getByRole('button', { name: 'Generate 1 take' }).and(page.locator(':enabled')).click({ timeout: CLIP_MS });
  await page.getByRole('alert').getByText(/was not sent\. harbour\.png is no longer in this browser’s storage\./).waitFor();
  await context.close();
});

// So tall that nothing is scrolled half under what stays in sight, where axe would take its covered part for its size.
describe.each([
  [1440, 1200],
  [320, 3000],
] as const)('at %i px', (width, height) => {
  it('has nothing that axe objects to, and nothing scrolls sideways', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ viewport: { width, height }, reducedMotion: 'reduce' });
    await newBoard(page, 'Axe');
    await flawless(page, 'empty board');
    await sceneOf(page, 'Morning', ['a red ball on grass', 'a blue box in the snow']);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+A');
    await flawless(page, 'board');
    await page.keyboard.press(' ');
    await page.getByRole('group', { name: 'Selected clips' }).waitFor();
    await flawless(page, 'selected');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Prompt', exact: true }).waitFor();
    await flawless(page, 'clip in detail');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Lyrics' }).waitFor();
    await flawless(page, 'scene in detail');
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.getByRole('dialog', { name: 'Generate 2 clips' }).waitFor();
    await flawless(page, 'generate');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toMatch(/^Scene 1/);
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menu').waitFor();
    await flawless(page, 'menu');
    await scene(page, '1').waitFor();
    await context.close();
  });
});
