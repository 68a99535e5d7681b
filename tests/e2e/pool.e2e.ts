import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults, flawless } from './faults.ts';
import { generateButton, playing, ready, readyForOffline, setNumber, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4997);
});
afterAll(() => site.close());

async function openPool(page: Page, name: string): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('radio', { name: /Commercial/ }).check();
  await page.getByRole('button', { name: 'Make the project' }).click();
  await page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name: 'Pool' }).click();
  await page.getByRole('heading', { name: 'What the film is made of lies here' }).waitFor();
}

interface NamedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Drawn by the browser, so that it is a picture. */
async function picture(page: Page, name: string, colour: string): Promise<NamedFile> {
  const bytes = await page.evaluate(async (fill) => {
    const canvas = new OffscreenCanvas(320, 192);
    const context = canvas.getContext('2d')!;
    context.fillStyle = fill;
    context.fillRect(40, 30, 200, 120);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  }, colour);
  return { name, mimeType: 'image/png', buffer: Buffer.from(bytes) };
}

const item = (page: Page, name: string) => page.getByRole('grid', { name: 'Pool' }).getByRole('button', { name: new RegExp(`^${name}`) });
const upload = (page: Page, ...files: NamedFile[]) => page.locator('input[aria-label="Files for the pool"]').setInputFiles(files);
const detail = (page: Page) => page.getByRole('complementary', { name: /^Details of/ });

it('takes a picture in, finds it, tags it, starts a clip on it by keys, and undoes that', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await openPool(page, 'Harbour lights');
  const lie = { name: 'lie.png', mimeType: 'image/png', buffer: Buffer.from('This is no picture.') };
  await upload(page, await picture(page, 'harbour.png', 'teal'), lie, await picture(page, 'boat.png', 'crimson'));
  await item(page, 'boat').waitFor();
  await page.getByRole('alert').getByText('What is in lie.png is none of the kinds that a pool takes').waitFor();
  await page.getByRole('button', { name: 'Dismiss lie.png' }).click();

  await page.keyboard.press('/');
  await page.keyboard.type('harb');
  await item(page, 'boat').waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('t');
  const tags = page.getByRole('dialog', { name: 'Tags of harbour' });
  await tags.getByRole('combobox', { name: 'New tag' }).fill('sea');
  await page.keyboard.press('Enter');
  await tags.getByRole('list', { name: 'Tags', exact: true }).getByText('sea').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: /^Search/ }).fill('sea');
  await page.keyboard.press('ArrowDown');

  await page.keyboard.press('u');
  await page.getByRole('dialog', { name: 'Use “harbour” in a clip' }).waitFor();
  await page.getByRole('searchbox', { name: /^Find a clip/ }).fill('2b');
  await page.keyboard.press('Enter');
  await page.getByText('Clip 2B starts on “harbour”.').waitFor();
  await page.keyboard.press('Enter');
  await detail(page).getByRole('link', { name: 'Clip 2B starts on it' }).waitFor();
  await page.keyboard.press('Control+z');
  await detail(page).getByText('Nowhere in the film yet.').waitFor();
  await page.keyboard.press('Control+Shift+z');
  await detail(page).getByRole('link', { name: 'Clip 2B starts on it' }).click();
  await page.getByRole('treegrid', { name: 'Board' }).waitFor();
  await page.goBack();

  await item(page, 'boat').focus();
  await page.keyboard.press('Delete');
  await item(page, 'boat').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await item(page, 'boat').waitFor();
  await page.reload();
  await item(page, 'harbour').getByText('sea').waitFor();

  // Both become clips of their own at the end of the film, in one go.
  await item(page, 'harbour').focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('group', { name: 'Selected items' }).getByRole('button', { name: '2 new clips' }).press('Enter');
  await page.getByText('2 new clips stand at the end of the film.').waitFor();
  await flawless(page, 'new clips of the pool');
  await page.getByRole('button', { name: 'To the Board' }).press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Clip 5C\. (boat|harbour)\./);
  await page.getByRole('gridcell', { name: /^Clip 5D\./ }).waitFor();
  await context.close();
});

it('sends a take from the gallery to a project, which puts it on a clip; and offers one pool to another, offline', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  await setNumber(page, 'Steps, as a number', 2);
  await generateButton(page).click();
  await playing(page, 'Take 1');
  await readyForOffline(page);
  await context.setOffline(true);

  await openPool(page, 'One');
  await upload(page, await picture(page, 'harbour.png', 'teal'));
  await item(page, 'harbour').waitFor();
  await page.getByRole('navigation', { name: 'Places', exact: true }).getByRole('link', { name: 'Gallery', exact: true }).click();
  const take = page.getByRole('grid', { name: 'Takes' }).getByRole('link');
  await take.focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Send to a project…' }).click();
  const send = page.getByRole('dialog', { name: 'Send the take to a project' });
  await send.getByRole('radio', { name: /^One/ }).check();
  expect(await faults(page)).toEqual([]);
  await send.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('The take is in the pool of “One”.').waitFor();
  await page.getByRole('button', { name: 'Open the pool' }).click();
  const sent = page.getByRole('grid', { name: 'Pool' }).getByRole('button', { name: /Video from a take/ });
  await sent.click();
  await page.getByRole('button', { name: 'Use in a clip' }).click();
  await page.getByRole('button', { name: 'Use it in 1A' }).click();
  await detail(page).getByRole('link', { name: 'Clip 1A shows it' }).click();
  await page.getByRole('treegrid', { name: 'Board' }).getByRole('gridcell', { name: /^Clip 1A/ }).click();
  await page.getByRole('region', { name: 'Takes' }).getByText('In the pool').waitFor();

  await openPool(page, 'Two');
  await page.getByRole('button', { name: 'From another project' }).click();
  const elsewhere = page.getByRole('dialog', { name: 'From another project' });
  await elsewhere.getByRole('searchbox').fill('harbour');
  await elsewhere.getByRole('checkbox', { name: /^harbour One/ }).check();
  await elsewhere.getByRole('button', { name: 'Add 1 item' }).click();
  await item(page, 'harbour').click();
  await detail(page).getByRole('img', { name: 'harbour' }).waitFor();

  // Bytes that are gone are named, not shown as a broken picture; the same file brings them back.
  const file = await picture(page, 'again.png', 'teal');
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    for await (const [name] of root.entries()) await root.removeEntry(name, { recursive: true });
  });
  await page.reload();
  await item(page, 'harbour').getByText('not in this browser').waitFor();
  await item(page, 'harbour').click();
  const missing = detail(page).getByRole('note');
  await expect.poll(async () => (await missing.innerText()).replace(/\s+/g, ' ')).toMatch(/“harbour”, a picture of .*, came into the pool of “Two” on .*\. It is also named by “One”\./);
  await upload(page, file);
  await detail(page).getByRole('img', { name: 'harbour' }).waitFor();
  await context.close();
});

describe.each([
  [1440, 900],
  [320, 3000],
] as const)('at %i px', (width, height) => {
  it('has nothing that axe objects to, and nothing scrolls sideways', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ viewport: { width, height }, reducedMotion: 'reduce' });
    await openPool(page, 'A film');
    await flawless(page, 'empty pool');
    await upload(page, await picture(page, 'harbour.png', 'teal'), { name: 'lie.png', mimeType: 'image/png', buffer: Buffer.from('no') });
    await item(page, 'harbour').waitFor();
    await page.getByRole('button', { name: 'Dismiss lie.png' }).waitFor();
    await flawless(page, 'grid and a refused file');
    await page.getByRole('button', { name: 'Dismiss lie.png' }).click();
    await page.getByRole('button', { name: 'As a list' }).click();
    await item(page, 'harbour').focus();
    await page.keyboard.press('Space');
    await flawless(page, 'list and selection');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Where it is used' }).waitFor();
    await flawless(page, 'details');
    await page.getByRole('button', { name: 'Use in a clip' }).click();
    await page.getByRole('dialog', { name: /^Use/ }).waitFor();
    await flawless(page, 'use in a clip');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Close the details' }).click();
    await page.getByRole('button', { name: 'From another project' }).click();
    await page.getByRole('dialog', { name: 'From another project' }).waitFor();
    await flawless(page, 'from another project');
    await context.close();
  });
});
