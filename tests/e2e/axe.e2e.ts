import { afterAll, beforeAll, expect, it } from 'vitest';
import { flawlessWideAndNarrow, overflow } from './faults.ts';
import { generateButton, playing, ready, setNumber, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4964);
});
afterAll(() => site.close());

it('has nothing that axe objects to, and nothing scrolls sideways, in both themes on wide and narrow screens', { timeout: 2 * TEST_MS }, async () => {
  const { context, page } = await site.visitor({ reducedMotion: 'reduce' });
  await page.goto(site.url);
  await ready(page);
  const check = async (where: string) => {
    // A message lies over what is below it until it is put away.
    const dismiss = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' });
    while ((await dismiss.count()) > 0) await dismiss.first().click();
    await flawlessWideAndNarrow(page, where);
  };
  await check('first visit');

  await page.getByText('More', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a red baloon rising, flibbertigibbet');
  await setNumber(page, 'Steps, as a number', 60);
  await check('form, opened');

  const working = page.getByRole('progressbar', { name: 'Generating' });
  await generateButton(page).click();
  await working.waitFor();
  await check('running');
  await working.waitFor();
  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await working.waitFor({ state: 'detached' });
  await setNumber(page, 'Steps, as a number', 2);
  await generateButton(page).click();
  await page.getByRole('region', { name: 'Player' }).getByText('Take 1').waitFor({ timeout: TEST_MS });
  await check('a take on the stage');

  await page.getByRole('radio', { name: 'Between two' }).check();
  await check('between two pictures');

  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  await page.getByRole('grid', { name: 'Takes' }).waitFor();
  await check('gallery');
  await page.getByRole('grid', { name: 'Takes' }).getByRole('link').click();
  await page.getByRole('heading', { name: 'Recipe' }).waitFor();
  await check('take');
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: /^Queue/ }).click();
  await page.getByRole('treegrid', { name: /^Finished/ }).waitFor();
  await check('queue');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Storage' }).waitFor();
  await check('settings');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await check('keys');
  await context.close();
});

it('plays on request under reduced motion', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor({ reducedMotion: 'reduce' });
  await page.goto(site.url);
  await ready(page);
  await setNumber(page, 'Steps, as a number', 2);
  await generateButton(page).click();
  await page.getByRole('region', { name: 'Player' }).waitFor({ timeout: TEST_MS });
  expect(await page.evaluate(() => document.querySelector('video')!.paused)).toBe(true);
  await page.getByRole('button', { name: 'Play' }).click();
  await playing(page, 'Take 1');

  // A screen of 1280 × 1024 at 400 %: no bar stays over the little that there is to see.
  await page.setViewportSize({ width: 320, height: 256 });
  await expect.poll(() => page.evaluate(() => document.elementFromPoint(160, 250)?.closest('main')?.id)).toBe('content');
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await context.close();
});
