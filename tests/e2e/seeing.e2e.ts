import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import told from '../fixtures/tiny-florence2/expected.json' with { type: 'json' };
import { addModel } from './add-model.ts';
import { flawless, flawlessWideAndNarrow } from './faults.ts';
import { generateButton, playing, ready, readyForOffline, setNumber, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(5150);
});
afterAll(() => site.close());

async function picture(page: Page, [r, g, b]: readonly number[]): Promise<Buffer> {
  const bytes = await page.evaluate(async (fill) => {
    const canvas = new OffscreenCanvas(320, 192);
    const context = canvas.getContext('2d')!;
    context.fillStyle = fill;
    context.fillRect(0, 0, 320, 192);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  }, `rgb(${r} ${g} ${b})`);
  return Buffer.from(bytes);
}

const go = (page: Page, place: string) => page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place, exact: true }).click();

it('describes takes and, with no network, pictures of the pool, for screen readers too, and leaves the last word to a person', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  await setNumber(page, 'Steps, as a number', 1);
  await generateButton(page).click();
  await playing(page, 'Take 1');
  await readyForOffline(page);

  // Without a model it is said where one is to be had, and the prompt stands for what it shows.
  await go(page, 'Gallery');
  await page.getByRole('link', { name: /Take 1/ }).first().click();
  const shows = page.getByRole('region', { name: 'What it shows' });
  await shows.getByText('Taken from its prompt').waitFor();
  await shows.getByRole('link', { name: 'Models' }).click();
  await addModel(page, 'tiny-florence2', 'little-eye');

  await go(page, 'Gallery');
  await page.getByRole('link', { name: /Take 1/ }).first().click();
  // It comes by itself in idle time; whoever does not wait for that asks.
  const ask = shows.getByRole('button', { name: 'Have it described' });
  await ask.or(shows.getByText('Described by little-eye.')).first().waitFor();
  if (await ask.isVisible()) await ask.press('Enter');
  await shows.getByText('Described by little-eye.').waitFor();
  // What runs models is here now: nothing else is needed.
  await context.setOffline(true);
  const said = await shows.getByRole('paragraph').first().textContent();
  await page.getByRole('img', { name: said! }).first().waitFor();
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' }).click();
  await flawlessWideAndNarrow(page, 'a described take');
  await shows.getByRole('button', { name: 'Write it yourself' }).press('Enter');
  await shows.getByRole('textbox').fill('A lantern in the fog.');
  await flawless(page, 'writing what a take shows');
  await page.keyboard.press('Control+Enter');
  await shows.getByText('Your words.').waitFor();
  expect(await ask.count()).toBe(0);
  await go(page, 'Gallery');
  await page.getByRole('link', { name: /^A lantern in the fog\..*Take 1/s }).waitFor();
  await page.getByRole('searchbox', { name: /^Search/ }).fill('lantern');
  await page.getByRole('link', { name: /Take 1/ }).waitFor();

  await go(page, 'Projects');
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Waves');
  await page.getByRole('button', { name: 'Make the project' }).click();
  await page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name: 'Pool' }).click();
  const [, , sea] = told.pictures;
  await page.locator('input[aria-label="Files for the pool"]').setInputFiles([{ name: 'waves.png', mimeType: 'image/png', buffer: await picture(page, sea!.colour) }]);
  const item = page.getByRole('grid', { name: 'Pool' }).getByRole('button', { name: /^waves/ });
  await item.getByText(sea!.caption).waitFor({ state: 'attached' });
  await item.press('Enter');
  const detail = page.getByRole('complementary', { name: /^Details of/ });
  await detail.getByText('Described by little-eye. What you write stands instead.').waitFor();
  await detail.getByRole('img', { name: sea!.caption }).waitFor();
  await flawlessWideAndNarrow(page, 'a described picture');
  await detail.getByLabel('Description').fill('The bay where we learnt to swim.');
  await detail.getByText('Described by').waitFor({ state: 'detached' });
  await detail.getByRole('img', { name: 'The bay where we learnt to swim.' }).waitFor();
  expect(outside).toEqual([]);
  await context.close();
});
