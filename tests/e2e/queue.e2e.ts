import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobRecord } from '#lib/storage/records.ts';
import { someJob } from '../contract/samples.ts';
import { faults, overflow } from './faults.ts';
import { CLIP_MS, generateButton, ready, setNumber, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4970);
});
afterAll(() => site.close());

const toQueue = (page: Page) => page.getByRole('link', { name: /^Queue\b(?!:)/ }).click();
const rows = (page: Page) => page.getByRole('row', { name: /^Seed / });
const seeds = (page: Page) => rows(page).evaluateAll((all) => all.map((row) => /^Seed (\d+)/.exec(row.getAttribute('aria-label')!)![1]!));
/** Two seeds in the order in which they are listed, whatever else is. */
const order = async (page: Page, ...two: readonly string[]) => (await seeds(page)).filter((seed) => two.includes(seed));
/** A busy machine answers late. */
const SOON = { timeout: 20_000 };
const heard = (page: Page, words: string) => page.getByRole('status').getByText(words, { exact: true }).waitFor({ state: 'attached' });

it('makes a batch: paused, reordered by keys, kept over a reload, the same in two tabs, one cancelled', { timeout: 2 * TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  await setNumber(page, 'Steps, as a number', 12);
  await page.getByRole('button', { name: 'One take more' }).click();
  await page.getByRole('button', { name: 'One take more' }).click();
  await page.getByText('Each take gets a new seed of its own.').waitFor();
  await generateButton(page).click();
  await toQueue(page);
  await page.getByRole('row', { name: /^Batch of 3/ }).waitFor();
  await page.getByRole('button', { name: 'Pause all' }).click();
  await page.getByText('The queue is paused.', { exact: true }).waitFor();
  await expect.poll(() => rows(page).count(), SOON).toBe(3);

  // The last one is moved up among those that wait; the focus goes with it.
  const [second, third] = (await seeds(page)).slice(1) as [string, string];
  await rows(page).nth(2).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await heard(page, 'Moved to place 1 of 2.');
  await expect.poll(() => order(page, second, third), SOON).toEqual([third, second]);
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), SOON).toContain(`Seed ${third}`);

  await page.reload();
  await page.getByText('The queue is paused.', { exact: true }).waitFor();
  await expect.poll(() => order(page, second, third), SOON).toEqual([third, second]);

  const other = await context.newPage();
  await other.goto(`${site.url}/queue`);
  await other.getByText('The queue is paused.', { exact: true }).waitFor();
  await expect.poll(() => order(other, second, third), SOON).toEqual([third, second]);
  await other.getByRole('button', { name: 'Go on', exact: true }).click();
  for (const tab of [page, other]) {
    await tab.getByRole('button', { name: 'Pause all' }).waitFor();
    await tab.getByRole('row', { name: /^Seed \d+\. Running/ }).waitFor({ timeout: CLIP_MS });
  }

  const gone = page.getByRole('row', { name: `Seed ${second}` });
  await gone.focus();
  await page.keyboard.press('Delete');
  for (const tab of [page, other]) await tab.getByRole('row', { name: new RegExp(`^Seed ${second}\\. Cancelled`) }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  for (const tab of [page, other]) await tab.getByRole('row', { name: new RegExp(`^Seed ${second}\\. .* in line`) }).waitFor();
  await page.getByRole('row', { name: `Seed ${second}` }).focus();
  await page.keyboard.press('Delete');

  for (const tab of [page, other]) {
    await tab.getByRole('row', { name: /^Batch of 3.* 2 of 3 done/ }).waitFor({ timeout: TEST_MS });
    await tab.getByText('Nothing left to do').waitFor();
  }
  await page.getByRole('row', { name: /^Batch of 3/ }).press('ArrowRight');
  await page.getByRole('link', { name: 'Open the take' }).first().click();
  await page.getByRole('heading', { name: 'Recipe' }).waitFor();
  await context.close();
});

/** Jobs in every state that a person may meet, before the studio is opened again. */
async function fill(page: Page): Promise<void> {
  const job = (record: JobRecord, change: object) => ({ ...record, job: { ...record.job, ...change } }) as JobRecord;
  const fault = { reason: 'out-of-memory', facts: {} } as const;
  const attempt = { number: 1, startedAt: 1000, endedAt: 9000, outcome: 'fault', fault, stepDown: 'tiling' } as const;
  const batch = crypto.randomUUID();
  const records = [
    someJob(),
    { ...someJob(), priority: 'high' },
    { ...someJob(), batch },
    job({ ...someJob(), batch } as JobRecord, { state: 'paused' }),
    job(someJob(), { state: 'waiting', waitsFor: ['person'], crashes: 2 }),
    job(someJob(), { state: 'waiting', waitsFor: ['model'] }),
    { ...someJob('failed'), log: [attempt] },
  ];
  await page.evaluate(
    (all) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('kinora');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction(['jobs', 'singles'], 'readwrite');
          for (const record of all) writing.objectStore('jobs').put(record);
          writing.objectStore('singles').put({ schema: 1, held: true }, 'standing');
          writing.onerror = () => reject(writing.error);
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    records,
  );
  await page.reload();
  await page.getByRole('row').first().waitFor();
}

describe.each([
  ['dark', 1440, 900],
  ['light', 1440, 900],
  ['dark', 320, 700],
  ['light', 320, 700],
] as const)('the queue, %s at %i px', (colorScheme, width, height) => {
  it('has nothing that axe objects to, and nothing scrolls sideways', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
    await page.goto(`${site.url}/queue`);
    const check = async (where: string) => {
      expect(await faults(page), where).toEqual([]);
      expect(await overflow(page), `${where}: sideways`).toBeLessThanOrEqual(0);
    };
    await page.getByRole('heading', { name: 'Nothing is in line' }).waitFor();
    await check('empty');
    await fill(page);
    await check('filled');

    const failed = page.getByRole('treegrid', { name: /^Failed/ }).getByRole('row');
    await failed.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('The next attempt goes with smaller tiles.').waitFor();
    await page.keyboard.press('Control+a');
    await page.getByRole('toolbar', { name: 'Chosen jobs' }).waitFor();
    await check('details, and all chosen');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Try again' }).waitFor();
    await check('menu');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');

    // What asks for a yes stands above the line, with the button that says it.
    await page.getByRole('treegrid', { name: /^Needs you/ }).getByRole('button', { name: 'Yes, try it again' }).click();
    await page.getByRole('treegrid', { name: /^Needs you/ }).waitFor({ state: 'detached' });
    await context.close();
  });
});
