import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateButton, playing, ready, readyForOffline, setNumber, Site, takeCount, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4961);
});
afterAll(() => site.close());

it('makes a clip on the first visit, keeps it, and makes another with the network gone', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  expect(await page.getByRole('textbox', { name: 'Prompt' }).inputValue()).not.toBe('');

  // One click from the first visit to a clip that plays.
  await generateButton(page).click();
  await page.getByRole('progressbar', { name: 'Generating' }).waitFor();
  await playing(page, 'Take 1');

  await readyForOffline(page);
  await page.reload();
  await playing(page, 'Take 1');

  await context.setOffline(true);
  await site.stopServer();
  await page.reload();
  await playing(page, 'Take 1');
  await page.getByText('Offline, all here').waitFor({ state: 'attached' });
  await setNumber(page, 'Steps, as a number', 6);
  await generateButton(page).click();
  await playing(page, 'Take 2');

  await page.getByRole('link', { name: 'Gallery' }).click();
  await takeCount(page, 2);
  expect(outside).toEqual([]);
  await context.close();
});
