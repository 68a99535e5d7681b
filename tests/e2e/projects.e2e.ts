import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flawless } from './faults.ts';
import { Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4988);
});
afterAll(() => site.close());

async function newProject(page: Page, name: string, plan?: RegExp): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  if (plan) await page.getByRole('radio', { name: plan }).check();
  await page.getByRole('button', { name: 'Make the project' }).click();
  await page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name: 'Overview', exact: true }).click();
  await page.getByRole('heading', { name: 'The film so far' }).waitFor();
}

const title = (page: Page) => page.getByRole('textbox', { name: 'Title' });
const fact = (page: Page, name: string) => page.locator('dl div', { has: page.getByText(name, { exact: true }) }).locator('dd');

const DAY_MS = 24 * 60 * 60 * 1000;

/** Changes the records of all projects where they are kept, and answers how many there are. */
const putProjects = (page: Page, change: object): Promise<number> =>
  page.evaluate(
    (changed) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('kinora');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction('projects', 'readwrite');
          const reading = writing.objectStore('projects').getAll();
          reading.onsuccess = () => {
            for (const record of reading.result as object[]) writing.objectStore('projects').put({ ...record, ...changed });
          };
          writing.onabort = () => reject(writing.error);
          writing.oncomplete = () => {
            opening.result.close();
            resolve(reading.result.length);
          };
        };
      }),
    change,
  );

it('makes a project from a plan, keeps what is typed, and undoes by name', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newProject(page, 'Salt and light', /Commercial/);
  await expect.poll(() => fact(page, 'Clips').textContent()).toBe('9');
  await expect.poll(() => fact(page, 'Length').textContent()).toBe('00:00:30:00');
  const long = `${'ש'.repeat(5_000)}🎬${'x'.repeat(4_999)}`;
  await title(page).fill(long);
  await page.reload();
  await expect.poll(() => title(page).inputValue()).toBe(long);
  await title(page).fill('Salt');
  await page.getByRole('button', { name: 'Undo: rename the project' }).click();
  await expect.poll(() => title(page).inputValue()).toBe(long);
  await page.getByRole('button', { name: 'Redo: rename the project' }).click();
  await expect.poll(() => title(page).inputValue()).toBe('Salt');
  await context.close();
});

it('brings the place where one is into sight on a narrow screen', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor({ viewport: { width: 320, height: 700 } });
  await newProject(page, 'Narrow');
  const places = page.getByRole('navigation', { name: 'Places of the project' });
  for (const place of ['History', 'Overview']) {
    await places.getByRole('link', { name: place, exact: true }).press('Enter');
    const here = places.locator('[aria-current=page]', { hasText: place });
    await here.waitFor();
    const { x, width } = (await here.boundingBox())!;
    expect(x, place).toBeGreaterThanOrEqual(0);
    expect(x + width, place).toBeLessThanOrEqual(320);
  }
  await context.close();
});

it('shows two tabs the same film, and lists, puts away, bins and brings back', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await newProject(page, 'Both');
  const other = await context.newPage();
  await other.goto(page.url());
  await title(other).fill('Both of us');
  await expect.poll(() => title(page).inputValue()).toBe('Both of us');
  await other.close();

  await page.goto(`${site.url}/projects`);
  const card = page.getByRole('link', { name: 'Both of us' });
  await card.waitFor();
  await page.getByRole('button', { name: 'Actions: Both of us' }).click();
  await page.getByRole('menuitem', { name: 'Move to the bin' }).click();
  await card.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await card.waitFor();
  await page.getByRole('button', { name: 'Actions: Both of us' }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await card.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Archive 1' }).click();
  await card.waitFor();

  // What has lain its days in the bin goes at the next start, whichever page that is on.
  expect(await putProjects(page, { deletedAt: Date.now() - 31 * DAY_MS })).toBe(1);
  await page.goto(`${site.url}/queue`);
  await expect.poll(() => putProjects(page, {}), { timeout: 20_000 }).toBe(0);
  await context.close();
});

it('says so where there is no such project', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(`${site.url}/projects/${crypto.randomUUID()}`);
  await page.getByRole('heading', { name: 'There is no such project' }).waitFor();
  await page.goto(`${site.url}/projects/not-an-id`);
  await page.getByRole('heading', { name: 'There is no such project' }).waitFor();
  await context.close();
});

describe.each([
  [1440, 900],
  [320, 3000],
] as const)('projects, at %i px', (width, height) => {
  it('have nothing that axe objects to, and nothing scrolls sideways', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ viewport: { width, height }, reducedMotion: 'reduce' });
    await page.goto(`${site.url}/projects`);
    await page.getByRole('heading', { name: 'A film begins here' }).waitFor();
    await flawless(page, 'no projects');
    await page.getByRole('button', { name: 'New project' }).click();
    await page.getByRole('dialog').waitFor();
    await flawless(page, 'new project');
    await page.keyboard.press('Escape');
    await newProject(page, 'A film', /Explainer/);
    await flawless(page, 'overview');
    await page.goto(`${site.url}/projects`);
    await page.getByRole('button', { name: 'Actions: A film' }).click();
    await page.getByRole('menu').waitFor();
    await flawless(page, 'menu');
    await page.keyboard.press('Escape');
    await page.goto(`${site.url}/projects?shelf=bin`);
    await page.getByRole('heading', { name: 'The bin is empty' }).waitFor();
    await flawless(page, 'bin');
    await context.close();
  });
});
