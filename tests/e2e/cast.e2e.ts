import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flawless } from './faults.ts';
import { ready, readyForOffline, setNumber, Site, TEST_MS } from './site.ts';

const RISO = fileURLToPath(new URL('../../models/kinora-mini/loras/riso.safetensors', import.meta.url));

let site: Site;
beforeAll(async () => {
  site = await Site.open(4991);
});
afterAll(() => site.close());

async function openCast(page: Page): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Lighthouse');
  await page.getByRole('radio', { name: /Commercial/ }).check();
  await page.getByRole('button', { name: 'Make the project' }).click();
  await page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name: 'Cast & styles' }).click();
  await page.getByRole('heading', { name: 'Characters' }).waitFor();
}

/** Drawn by the browser, so that it is a picture. */
async function picture(page: Page, name: string) {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(320, 192);
    const context = canvas.getContext('2d')!;
    context.fillStyle = 'crimson';
    context.fillRect(40, 30, 200, 120);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  return { name, mimeType: 'image/png', buffer: Buffer.from(bytes) };
}

function lora(name: string) {
  const header = Buffer.from(JSON.stringify({ 'down.weight': { dtype: 'F16', shape: [4, 4], data_offsets: [0, 32] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return { name, mimeType: '', buffer: Buffer.concat([length, header, Buffer.alloc(32)]) };
}

const card = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name: new RegExp(`^${name}`) });
const places = (page: Page) => page.getByRole('navigation', { name: 'Places of the project' });

it('makes a character, applies it to two clips by keys, says what is left out, and sends its words, offline', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  await readyForOffline(page);
  await context.setOffline(true);
  await openCast(page);
  await page.keyboard.press('n');
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.waitFor();
  await page.keyboard.type('Ada');
  await page.getByRole('textbox', { name: 'Trigger words' }).fill('adalady');
  await page.getByLabel('Reference pictures', { exact: true }).and(page.locator('input')).setInputFiles([
    await picture(page, 'ada.png'),
    { name: 'lie.png', mimeType: 'image/png', buffer: Buffer.from('This is no picture.') },
  ]);
  await page.getByRole('img', { name: 'Picture 1: ada' }).waitFor();
  await page.getByRole('alert').getByText('lie.png').waitFor();
  await page.locator('input[accept=".safetensors"]').setInputFiles({ name: 'lie.safetensors', mimeType: '', buffer: Buffer.from('no LoRA at all') });
  await page.getByText('lie.safetensors is not a safetensors file').waitFor();
  await page.locator('input[accept=".safetensors"]').setInputFiles(lora('ada-v1.safetensors'));
  await page.getByRole('spinbutton', { name: 'Weight of ada-v1, as a number' }).fill('-0.75');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await card(page, 'Ada').and(page.locator(':focus')).waitFor();

  // Found from another place by the words that wake the LoRA.
  await places(page).getByRole('link', { name: 'Board', exact: true }).click();
  await page.waitForURL(/board/);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command or a thing' }).fill('adalady');
  await page.getByRole('option', { name: /^Ada/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'Details of Ada' }).waitFor();
  await card(page, 'Ada').and(page.locator(':focus')).waitFor();
  await page.getByRole('complementary').getByRole('button', { name: /^Close/ }).click();
  await page.getByRole('complementary').waitFor({ state: 'detached' });
  await card(page, 'Ada').and(page.locator(':focus')).waitFor();

  await page.keyboard.press('u');
  const dialog = page.getByRole('dialog', { name: 'Apply Ada to clips' });
  await dialog.waitFor();
  await dialog.getByRole('checkbox').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.getByText('Ada is applied to 2 clips.').waitFor();
  await card(page, 'Ada').getByText('in 2 clips · 1 picture · 1 LoRA').waitFor();

  await page.keyboard.press('Delete');
  await card(page, 'Ada').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await card(page, 'Ada').click();
  await page.getByRole('region', { name: 'Where it is used' }).getByRole('link').first().click();
  await page.locator('[data-cell]:focus').waitFor();
  await page.keyboard.press('g');
  const send = page.getByRole('dialog', { name: /^Generate/ });
  const before = send.getByRole('group', { name: 'Before sending' });
  await before.getByText('ada-v1: not made for Kinora Mini, so it stays out. The trigger words are sent.').waitFor();
  await before.getByText('adalady').waitFor();
  await setNumber(page, 'Steps, as a number', 2);
  await send.getByRole('button', { name: /^Generate/ }).click();
  await page.getByRole('navigation', { name: 'Places', exact: true }).getByRole('link', { name: 'Gallery', exact: true }).click();
  await page.getByRole('grid', { name: 'Takes' }).getByRole('link').click({ timeout: TEST_MS });
  await page.getByRole('heading', { name: 'Recipe' }).waitFor();
  await page.getByRole('main').getByText(/adalady/).first().waitFor();
  expect(await page.getByRole('main').getByText('LoRAs', { exact: true }).count()).toBe(0);
  await context.close();
});

it('brings the LoRA that comes with Kinora Mini to a clip, offline, and the recipe says so', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  await readyForOffline(page);
  await context.setOffline(true);
  await openCast(page);
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Name' }).waitFor();
  await page.keyboard.type('Ada');
  await page.getByRole('button', { name: 'Kinora Riso', exact: true }).click();
  await page.getByRole('spinbutton', { name: 'Weight of Kinora Riso, as a number' }).waitFor();
  expect(await page.getByRole('button', { name: 'Kinora Riso', exact: true }).count()).toBe(0);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await card(page, 'Ada').and(page.locator(':focus')).waitFor();
  await page.keyboard.press('u');
  const dialog = page.getByRole('dialog', { name: 'Apply Ada to clips' });
  await dialog.getByRole('checkbox').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.getByText('Ada is applied to 1 clip.').waitFor();
  await card(page, 'Ada').click();
  await page.getByRole('region', { name: 'Where it is used' }).getByRole('link').first().click();
  await page.locator('[data-cell]:focus').waitFor();
  await page.keyboard.press('g');
  const send = page.getByRole('dialog', { name: /^Generate/ });
  await setNumber(page, 'Steps, as a number', 2);
  expect(await send.getByText(/stays out|in its place/).count()).toBe(0);
  const board = page.url();
  await send.getByRole('button', { name: /^Generate/ }).click();
  await page.getByRole('navigation', { name: 'Places', exact: true }).getByRole('link', { name: 'Gallery', exact: true }).click();
  await page.getByRole('grid', { name: 'Takes' }).getByRole('link').click({ timeout: TEST_MS });
  await page.getByRole('heading', { name: 'Recipe' }).waitFor();
  await page.getByRole('main').getByText(/Kinora Riso/).first().waitFor();

  // Its file goes astray: words take its place, and that is said before anything is sent.
  await page.evaluate(async (file) => {
    for await (const folder of (await navigator.storage.getDirectory()).values()) {
      if (folder.kind === 'directory') await (folder as FileSystemDirectoryHandle).removeEntry(file, { recursive: true }).catch(() => undefined);
    }
  }, createHash('sha256').update(await readFile(RISO)).digest('hex'));
  await page.goto(board);
  await page.locator('[data-cell]').first().focus();
  await page.keyboard.press('g');
  await send.getByRole('group', { name: 'Before sending' }).getByText('Kinora Riso: the file of this LoRA is not in this browser, so words are sent in its place.').waitFor();
  await context.close();
});

describe.each([
  [1440, 900],
  [320, 3000],
] as const)('at %i px', (width, height) => {
  it('has nothing that axe objects to', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ viewport: { width, height }, reducedMotion: 'reduce' });
    const check = async (where: string) => {
      const dismiss = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' });
      while ((await dismiss.count()) > 0) await dismiss.first().click();
      await flawless(page, where);
    };
    await openCast(page);
    await places(page).waitFor();
    await check('empty');
    await page.getByRole('button', { name: 'New character' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Ada');
    await page.getByLabel('Reference pictures', { exact: true }).and(page.locator('input')).setInputFiles([await picture(page, 'ada.png')]);
    await page.getByRole('img', { name: 'Picture 1: ada' }).waitFor();
    await page.locator('input[accept=".safetensors"]').setInputFiles(lora('ada-v1.safetensors'));
    await page.getByText('ada-v1', { exact: true }).waitFor();
    await check('a character');
    await page.getByRole('button', { name: 'Apply to clips' }).click();
    await page.getByRole('dialog', { name: 'Apply Ada to clips' }).waitFor();
    await check('apply');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Close the details' }).click();
    await page.getByRole('button', { name: 'New style' }).click();
    await page.getByRole('textbox', { name: 'Category' }).fill('Night');
    await check('a style');
    await context.close();
  });
});
