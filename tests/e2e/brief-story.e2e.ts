import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flawless } from './faults.ts';
import { readyForOffline, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4979);
});
afterAll(() => site.close());

const place = (page: Page, name: string) => page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name, exact: true });
const kept = (page: Page) => page.getByText('Kept', { exact: true }).waitFor();
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const pictures = (page: Page) => page.getByRole('img', { name: /^Picture \d/ });
const stories = (page: Page) => page.getByRole('article');

async function newProject(page: Page): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await field(page, 'Name').fill('Paper boat');
  await page.getByRole('button', { name: 'Make the project' }).click();
  await field(page, 'What the film is about').waitFor();
}

/** Plain pictures, each of its own colour. */
async function files(page: Page, names: readonly string[]) {
  const bytes = await page.evaluate(
    (all) =>
      Promise.all(
        all.map(async (_, i) => {
          const canvas = new OffscreenCanvas(64, 48);
          const context = canvas.getContext('2d')!;
          context.fillStyle = `hsl(${i * 50} 80% 50%)`;
          context.fillRect(0, 0, 64, 48);
          return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())];
        }),
      ),
    names,
  );
  return names.map((name, i) => ({ name, mimeType: 'image/png', buffer: Buffer.from(bytes[i]!) }));
}

async function writeBrief(page: Page): Promise<void> {
  await field(page, 'What the film is about').fill('A red paper boat sails down a rainy street in the city until it finds the sea at sunset.');
  await field(page, 'Target length').fill('0:20');
}

it('goes from a brief with pictures over three stories to scenes on the Board, without a network, and takes it back', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor({ viewport: { width: 1440, height: 1600 } });
  await newProject(page);
  await readyForOffline(page);
  await context.setOffline(true);
  await writeBrief(page);
  await page.getByLabel('Pictures of the brief').setInputFiles([...(await files(page, ['front.png', 'side.png'])), { name: 'words.png', mimeType: 'image/png', buffer: Buffer.from('words') }]);
  await expect.poll(() => pictures(page).count()).toBe(2);
  await page.getByText('words.png is damaged or not a PNG, JPEG or WebP picture.').waitFor();
  // Ordered by keys, marked, and the hint that goes with a product.
  await page.getByRole('button', { name: 'Move picture 2 earlier' }).focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await page.getByRole('img', { name: 'Picture 1: side' }).waitFor();
  await page.getByRole('group', { name: 'What picture 1 shows' }).getByRole('radio', { name: 'Product' }).check();
  await page.getByText('There is 1 so far.').waitFor();
  // Dragged back.
  const [from, to] = await Promise.all([page.locator('li[data-picture]').first().locator('.grip').boundingBox(), pictures(page).nth(1).boundingBox()]);
  await page.mouse.move(from!.x + 5, from!.y + 5);
  await page.mouse.down();
  await page.mouse.move(to!.x + to!.width / 2, to!.y + 20, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('img', { name: 'Picture 1: front' }).waitFor();
  // A length that no film can have is answered, and the one before stands.
  await field(page, 'Target length').fill('2:00:00');
  await page.getByText('A film has an hour at most. The length is still 0:20.').waitFor();
  await kept(page);
  await page.reload();
  await expect.poll(() => field(page, 'Target length').inputValue()).toBe('0:20');
  await expect.poll(() => pictures(page).count()).toBe(2);

  await page.getByRole('link', { name: 'On to the stories' }).click();
  await page.getByRole('button', { name: 'Write three stories' }).click();
  await expect.poll(() => stories(page).count()).toBe(3);
  const titles = await Promise.all([0, 1, 2].map((i) => field(page, 'Title').nth(i).inputValue()));
  expect(new Set(titles).size).toBe(3);
  await page.getByText('only here').first().waitFor();
  await expect.poll(() => page.getByText('Kinora’s storyteller:').count()).toBe(3);
  // One anew; the others stay.
  await page.getByRole('button', { name: `Write another instead of “${titles[0]}”` }).click();
  await expect.poll(() => field(page, 'Title').first().inputValue()).not.toBe(titles[0]);
  await expect.poll(() => field(page, 'Title').nth(1).inputValue()).toBe(titles[1]);
  await page.getByText('Earlier proposals (1)').click();
  await page.getByRole('button', { name: `Bring back “${titles[0]}”` }).click();
  await expect.poll(() => stories(page).count()).toBe(4);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Undo: restore story' }).click();
  await expect.poll(() => stories(page).count()).toBe(3);
  // Every field in place; a story without a title is none.
  await field(page, 'Title').nth(1).fill('');
  await page.getByText('It cannot be empty. The last words that fit are kept.').waitFor();
  await field(page, 'Title').nth(1).fill('The brave boat');
  await field(page, 'Name of segment 1').nth(1).fill('Rain');
  await page.getByRole('button', { name: 'Choose this story: “The brave boat”' }).click();
  await page.getByRole('article', { name: 'The brave boat, chosen' }).waitFor();
  await page.getByRole('button', { name: 'Choose it no more: “The brave boat”' }).click();
  await page.getByRole('button', { name: 'Choose this story: “The brave boat”' }).click();
  const plan = await page.getByRole('region', { name: 'Storyboard' }).getByText(/scenes? · \d+ clips? · 0:20( · \d+ captions?)?( · \d+ titles?)?$/).innerText();
  const [, scenes, clips] = /^(\d+) scenes? · (\d+) clips?/.exec(plan)!;
  await page.getByRole('button', { name: 'Lay out the storyboard', exact: true }).click();
  await page.getByRole('treegrid', { name: /Board/ }).waitFor();
  await expect.poll(() => page.getByRole('rowheader').count()).toBe(Number(scenes));
  await page.getByRole('rowheader', { name: /^Scene 1\b.*Rain/ }).waitFor();
  await expect.poll(() => page.getByRole('gridcell', { name: /^Clip / }).count()).toBe(Number(clips));
  await page.keyboard.press('Control+z');
  await page.getByRole('heading', { name: 'No scenes yet' }).waitFor();
  await page.keyboard.press('Control+Shift+z');
  await page.getByRole('treegrid', { name: /Board/ }).waitFor();
  // The way knows what is done, and leads on.
  await expect.poll(() => place(page, 'Story').getAttribute('aria-describedby')).toMatch(/-done$/);
  await page.getByRole('link', { name: 'Back to Story' }).click();

  // The same again: it asks, and puts those before into the bin.
  await page.getByRole('button', { name: 'Lay out the storyboard', exact: true }).click();
  await page.getByRole('dialog', { name: /^The film has/ }).getByRole('button', { name: /^Instead/ }).click();
  await page.getByRole('treegrid', { name: /Board/ }).waitFor();
  await expect.poll(() => page.getByRole('rowheader').count()).toBe(Number(scenes));
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect.poll(() => page.getByRole('button', { name: 'Undo: lay out the storyboard', exact: true }).count()).toBe(1);
  await kept(page);
  expect(outside).toEqual([]);
  await context.close();
});

it('takes a script as it is: ten shots stay ten', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor({ viewport: { width: 1440, height: 1600 } });
  await newProject(page);
  await place(page, 'Story').click();
  await page.getByRole('heading', { name: 'Three stories begin with a brief' }).waitFor();
  await page.getByRole('radio', { name: 'I have a script' }).check();
  const shots = Array.from({ length: 10 }, (_, i) => `The boat passes house number ${i + 1}.`);
  await field(page, 'Your script or shot list').fill(shots.join('\n'));
  await page.getByRole('heading', { name: /^10 shots in/ }).waitFor();
  // What is typed is there again.
  await page.reload();
  await page.getByRole('radio', { name: 'I have a script' }).check();
  await page.getByRole('heading', { name: /^10 shots in/ }).waitFor();
  await page.getByLabel('Script file').setInputFiles({ name: 'broken.txt', mimeType: 'text/plain', buffer: Buffer.from([0, 1, 2]) });
  await page.getByText('broken.txt is damaged, not whole, or was changed while it was read.').waitFor();
  await page.getByRole('button', { name: 'Lay out the storyboard', exact: true }).click();
  await expect.poll(() => page.getByRole('gridcell', { name: /^Clip / }).count()).toBe(10);
  await page.getByRole('gridcell', { name: /house number 10/ }).waitFor();
  await context.close();
});

describe.each([
  [1440, 1200],
  [320, 6000],
] as const)('at %i px', (width, height) => {
  it('has nothing that axe objects to, dark and light, and nothing scrolls sideways', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ viewport: { width, height }, reducedMotion: 'reduce' });
    const putAway = async () => {
      const dismiss = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' });
      while ((await dismiss.count()) > 0) await dismiss.first().click();
    };
    await newProject(page);
    await flawless(page, 'empty brief');
    await place(page, 'Story').click();
    await page.getByRole('heading', { name: 'Three stories begin with a brief' }).waitFor();
    await flawless(page, 'no brief, no stories');
    await place(page, 'Brief').click();
    await writeBrief(page);
    await page.getByLabel('Pictures of the brief').setInputFiles([...(await files(page, ['front.png', 'side.png'])), { name: 'words.png', mimeType: 'image/png', buffer: Buffer.from('words') }]);
    await page.getByRole('group', { name: 'What picture 2 shows' }).getByRole('radio', { name: 'Product' }).check();
    await field(page, 'Target length').fill('2');
    await flawless(page, 'brief');
    await place(page, 'Overview').click();
    await page.getByRole('heading', { name: 'The way to the film' }).waitFor();
    await flawless(page, 'the way');
    await place(page, 'Story').click();
    await page.getByRole('button', { name: 'Write three stories' }).click();
    await stories(page).nth(2).waitFor();
    await page.getByText('Place, role, share').first().click();
    await page.getByRole('button', { name: /^Choose this story/ }).first().click();
    await page.getByRole('button', { name: 'Write another instead' }).nth(1).click();
    await page.getByText('Earlier proposals (1)').click();
    await flawless(page, 'stories');
    await page.getByRole('radio', { name: 'I have a script' }).check();
    await field(page, 'Your script or shot list').fill('INT. KITCHEN - DAY\n\nAda folds a boat.\n\nEXT. STREET - RAIN\n\nThe boat sails.');
    await page.getByRole('heading', { name: /shots? in/ }).waitFor();
    await flawless(page, 'script');
    await page.getByRole('radio', { name: 'Three stories' }).check();
    await page.getByRole('button', { name: 'Lay out the storyboard', exact: true }).click();
    await page.getByRole('treegrid', { name: /Board/ }).waitFor();
    await putAway();
    await page.getByRole('link', { name: 'Back to Story' }).click();
    await page.getByRole('button', { name: 'Lay out the storyboard', exact: true }).click();
    await page.getByRole('dialog', { name: /^The film has/ }).waitFor();
    await flawless(page, 'asks before it replaces');
    await context.close();
  });
});
