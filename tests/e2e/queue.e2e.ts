import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobRecord } from '#lib/storage/records.ts';
import { someJob } from '../contract/samples.ts';
import { flawless } from './faults.ts';
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

it('lets an open menu go along with its job, and closes it when the job is gone', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  await setNumber(page, 'Steps, as a number', 2);
  await generateButton(page).click();
  await toQueue(page);
  await page.getByRole('button', { name: /^Actions: / }).click({ timeout: CLIP_MS });
  const menu = page.getByRole('menu', { name: 'Actions' });
  await menu.getByRole('menuitem', { name: 'Remove from the list' }).waitFor({ timeout: CLIP_MS });
  const [row, place] = [(await page.locator('[data-key]').first().boundingBox())!, (await menu.boundingBox())!];
  expect(Math.abs(place.y - row.y), 'beside its row').toBeLessThan(row.height + 40);

  const other = await context.newPage();
  await other.goto(`${site.url}/queue`);
  await other.getByRole('button', { name: /^Remove from the list: / }).click();
  await menu.waitFor({ state: 'detached' });
  await context.close();
});

it('makes a batch: paused, reordered by keys, kept over a reload, the same in two tabs, one cancelled', { timeout: 2 * TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  await setNumber(page, 'Steps, as a number', 8);
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

  // On the narrowest screen the words of the running job stand below its picture, not beside the page.
  await other.setViewportSize({ width: 320, height: 700 });
  const state = (await other.getByRole('row', { name: /^Seed \d+\. Running/ }).getByText(/^Running/).first().boundingBox())!;
  expect(state.x + state.width).toBeLessThanOrEqual(320);

  const gone = page.getByRole('row', { name: `Seed ${second}` });
  await gone.focus();
  await page.keyboard.press('Delete');
  for (const tab of [page, other]) await tab.getByRole('row', { name: new RegExp(`^Seed ${second}\\. Cancelled`) }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  for (const tab of [page, other]) await tab.getByRole('row', { name: new RegExp(`^Seed ${second}\\. .* in line`) }).waitFor();
  await page.getByRole('row', { name: `Seed ${second}` }).focus();
  await page.keyboard.press('Delete');
  await page.getByRole('row', { name: new RegExp(`^Seed ${second}\\. Cancelled`) }).waitFor();
  await page.keyboard.press('Control+z');
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

/** Jobs in every state that a person may meet. */
function jobsInEveryState(): readonly unknown[] {
  const job = (record: JobRecord, change: object) => ({ ...record, job: { ...record.job, ...change } }) as JobRecord;
  const fault = { reason: 'out-of-memory', facts: {} } as const;
  const attempt = { number: 1, startedAt: 1000, endedAt: 9000, outcome: 'fault', fault, stepDown: 'tiling' } as const;
  const batch = crypto.randomUUID();
  return [
    someJob(),
    { ...someJob(), priority: 'high' },
    { ...someJob(), batch },
    job({ ...someJob(), batch } as JobRecord, { state: 'paused' }),
    job(someJob(), { state: 'waiting', waitsFor: ['person'], crashes: 2 }),
    job(someJob(), { state: 'waiting', waitsFor: ['model'] }),
    { ...someJob('failed'), log: [attempt] },
  ];
}

/** Puts jobs into a paused queue, and opens the studio again. */
async function fill(page: Page, records: readonly unknown[]): Promise<void> {
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

/** Draws the grip of a row beyond another row, by mouse or by finger. */
async function drag(page: Page, from: string, beyond: string, by: 'mouse' | 'finger'): Promise<void> {
  const grip = (await page.getByRole('row', { name: from }).locator('.grip').boundingBox())!;
  const target = (await page.getByRole('row', { name: beyond }).boundingBox())!;
  const x = grip.x + grip.width / 2;
  const [start, end] = [grip.y + grip.height / 2, target.y + target.height - 4];
  const steps = Array.from({ length: 8 }, (_, i) => start + ((end - start) * (i + 1)) / 8);
  if (by === 'mouse') {
    await page.mouse.move(x, start);
    await page.mouse.down();
    for (const y of steps) await page.mouse.move(x, y);
    await page.mouse.up();
    return;
  }
  const cdp = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x, y }] });
  await touch('touchStart', start);
  for (const y of steps) await touch('touchMove', y);
  await touch('touchEnd');
}

it.each(['mouse', 'finger'] as const)('moves a job by %s', { timeout: TEST_MS }, async (by) => {
  const { context, page } = await site.visitor(by === 'finger' ? { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } } : {});
  await page.goto(`${site.url}/queue`);
  await page.getByRole('heading', { name: 'Nothing is in line' }).waitFor();
  const named = (prompt: string, rank: string) => {
    const job = someJob();
    return { ...job, rank, request: { ...job.request, prompt } };
  };
  await fill(page, [named('a red ball', 'a0'), named('a blue boat', 'a1'), named('a green tree', 'a2')]);
  const line = () =>
    page.getByRole('treegrid', { name: /^In line/ }).getByRole('row').evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')!.split('.')[0]));
  expect(await line()).toEqual(['a red ball', 'a blue boat', 'a green tree']);
  await drag(page, 'a red ball', 'a blue boat', by);
  await heard(page, 'Moved to place 2 of 3.');
  await expect.poll(line, SOON).toEqual(['a blue boat', 'a red ball', 'a green tree']);
  expect(await page.evaluate(() => scrollY)).toBe(0);

  // Held at the window's foot, what is carried goes where the list has scrolled to.
  if (by === 'mouse') {
    await fill(page, Array.from({ length: 20 }, (_, i) => named(`one of many ${i}`, `b${String(i).padStart(2, '0')}V`)));
    await expect.poll(async () => (await line()).length, SOON).toBe(23);
    const grip = (await page.getByRole('row', { name: 'a blue boat' }).locator('.grip').boundingBox())!;
    await page.mouse.move(grip.x + 8, grip.y + 8);
    await page.mouse.down();
    await page.mouse.move(grip.x + 8, 860);
    await page.waitForFunction(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1);
    await page.mouse.up();
    await expect.poll(async () => (await line()).indexOf('a blue boat'), SOON).toBeGreaterThan(18);
  }
  await context.close();
});

describe.each([
  [1440, 900],
  [320, 700],
] as const)('the queue, at %i px', (width, height) => {
  it('has nothing that axe objects to, and nothing scrolls sideways', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ viewport: { width, height }, reducedMotion: 'reduce' });
    await page.goto(`${site.url}/queue`);
    await page.getByRole('heading', { name: 'Nothing is in line' }).waitFor();
    await flawless(page, 'empty');
    await fill(page, jobsInEveryState());
    await flawless(page, 'filled');

    const failed = page.getByRole('treegrid', { name: /^Failed/ }).getByRole('row');
    await failed.focus();
    // What stands below a row is heard with it.
    const about = (await failed.getAttribute('aria-describedby'))!;
    expect(await page.locator(`[id="${about}"]`).textContent()).toMatch(/^There was not enough memory\. /);
    await page.keyboard.press('ArrowRight');
    await page.getByText('The next attempt goes with smaller tiles.').waitFor();
    await page.keyboard.press('Control+a');
    await page.getByRole('toolbar', { name: 'Chosen jobs' }).waitFor();
    await flawless(page, 'details, and all chosen');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Try again' }).waitFor();
    await flawless(page, 'menu');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');

    // What asks for a yes stands above the line, with the button that says it.
    await page.getByRole('treegrid', { name: /^Needs you/ }).getByRole('button', { name: 'Yes, try it again' }).click();
    await page.getByRole('treegrid', { name: /^Needs you/ }).waitFor({ state: 'detached' });
    await context.close();
  });
});
