import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { playing, ready, setNumber, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4963);
});
afterAll(() => site.close());

/** Presses Tab until something of that name has the focus. */
async function tabTo(page: Page, name: RegExp, presses = 60): Promise<void> {
  for (let i = 0; i < presses; i++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const { activeElement: at } = document;
      const label = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0]?.textContent : '';
      return [at?.getAttribute('aria-label'), label, at?.textContent].filter(Boolean).join(' | ').trim();
    });
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

it('is used from first word to deleted take without a pointer', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  await setNumber(page, 'Steps, as a number', 4);
  // The form is written a fifth of a second after it was typed; a fresh page starts where Tab starts.
  await page.waitForTimeout(1000);
  await page.reload();
  await ready(page);
  await expect.poll(() => page.getByRole('spinbutton', { name: 'Steps, as a number' }).inputValue()).toBe('4');

  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
  await page.keyboard.press('Enter');

  await tabTo(page, /^Prompt$/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('a blue boat on the sea');
  await page.keyboard.press('Control+Enter');
  await playing(page, 'Take 1');

  await page.getByRole('slider', { name: 'Frame' }).focus();
  await page.keyboard.press('Space');
  await page.waitForFunction(() => document.querySelector('video')!.paused);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.getByText('00:00:00:01').waitFor();

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Gallery', exact: true }).press('Enter');
  await page.getByRole('heading', { name: 'Gallery', level: 1 }).waitFor();
  await tabTo(page, /Take 1 /);
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await tabTo(page, /Take 1 /);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Recipe' }).waitFor();
  expect(page.url()).toContain('/gallery/');
  await context.close();
});
