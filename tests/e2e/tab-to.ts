import type { Page } from 'playwright';

/** What has the focus, as it is called: by its label, else by its text. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => (document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim());

/** More than any page has, so that one that is drawn anew on the way, and takes the focus back to its beginning, still ends. */
const MOST_STOPS = 200;

/** Presses Tab until something of that name has the focus. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}`);
}
