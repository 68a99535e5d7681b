import type { Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateButton, playing, ready, setNumber, Site, takeCount, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4975);
});
afterAll(() => site.close());

/** A visitor whose browser saves files as downloads: the question where to save them cannot be answered here. */
async function visitor() {
  const visit = await site.visitor();
  await visit.context.addInitScript(() => delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker);
  return visit;
}

const openSettings = async (page: Page) => {
  await page.getByRole('link', { name: 'Settings', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Backup', exact: true }).waitFor();
};

const importing = (page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }) =>
  page.getByLabel('Backup to import').setInputFiles(file);

it('brings a clip back after everything was cleared, and takes it away again', { timeout: TEST_MS }, async () => {
  const { context, page } = await visitor();
  await page.goto(site.url);
  await ready(page);
  await setNumber(page, 'Steps, as a number', 2);
  await generateButton(page).click();
  await playing(page, 'Take 1');

  await openSettings(page);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Back up everything' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^kinora-\d{4}-\d\d-\d\d-\d{4}\.kinora$/);
  const file = await download.path();
  await page.getByText(/^Written: 0 projects, 1 take,/).waitFor();
  await page.close();

  // Another browser knows nothing; so does this one once its data is cleared.
  const other = await visitor();
  const again = other.page;
  await again.goto(`${site.url}/settings`);
  await again.getByRole('heading', { name: 'Backup', exact: true }).waitFor();
  await importing(again, file);
  await again.getByText('1 new', { exact: true }).first().waitFor();
  await again.getByRole('button', { name: 'Import', exact: true }).click();
  await again.getByText('Imported: 1 take').first().waitFor();

  await again.getByRole('link', { name: 'Gallery', exact: true }).click();
  await takeCount(again, 1);
  await again.getByRole('grid', { name: 'Takes' }).getByRole('link').first().click();
  await again.waitForFunction(() => {
    const video = document.querySelector('video');
    return video !== null && video.videoWidth === 160 && video.readyState >= 2 && video.error === null;
  });

  await again.getByRole('button', { name: 'Undo' }).click();
  await again.getByText('The import was taken back.').first().waitFor();
  await again.getByRole('link', { name: 'Gallery', exact: true }).first().click();
  await again.getByText('Every take will hang here').waitFor();
  await other.context.close();
  await context.close();
});

/** What a person saves by this. */
async function saving(page: Page, act: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return download.path();
}

async function newFilm(page: Page, name: string): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('radio', { name: /Explainer/ }).check();
  await page.getByRole('button', { name: 'Make the project' }).click();
  await page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name: 'Overview', exact: true }).click();
  await page.getByRole('heading', { name: 'The film so far' }).waitFor();
}

const item = (page: Page, name: string) => page.getByRole('grid', { name: 'Pool' }).getByRole('button', { name: new RegExp(`^${name}`) });
const kept = (page: Page) => page.getByText('Kept', { exact: true }).waitFor();
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const place = (page: Page, name: string) => page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name, exact: true });

async function importAll(page: Page, file: string, said: string): Promise<void> {
  await openSettings(page);
  await importing(page, file);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText(said).first().waitFor();
}

async function openFilm(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Projects', exact: true }).first().click();
  await page.getByRole('link', { name }).first().click();
  await page.getByRole('heading', { name: 'The film so far' }).waitFor();
}

it('brings a film with its scenes, clips, pool and past back after all site data was deleted', { timeout: TEST_MS }, async () => {
  const { context, page } = await visitor();
  await newFilm(page, 'The last summer');
  await page.getByRole('link', { name: 'Pool', exact: true }).click();
  const buffer = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#c33' } }).png().toBuffer();
  await page.locator('input[aria-label="Files for the pool"]').setInputFiles({ name: 'boat.png', mimeType: 'image/png', buffer });
  await item(page, 'boat').waitFor();
  await kept(page);
  await openSettings(page);
  const file = await saving(page, () => page.getByRole('button', { name: 'Back up everything' }).click());
  await page.getByText(/^Written: 1 project, 0 takes/).waitFor();

  await page.goto('about:blank');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin: site.url, storageTypes: 'all' });
  await page.goto(`${site.url}/projects`);
  await page.getByRole('heading', { name: 'A film begins here' }).waitFor();
  await importAll(page, file, 'Imported: 1 project.');
  await openFilm(page, 'The last summer');
  await expect.poll(() => page.getByRole('region', { name: 'The film so far' }).textContent()).toMatch(/Scenes\s*4\s*Clips\s*11/);
  await page.getByRole('link', { name: 'Pool', exact: true }).click();
  await item(page, 'boat').waitFor();
  // The picture itself, not only its name.
  await page.waitForFunction(() => [...document.images].some((image) => image.complete && image.naturalWidth > 0 && image.src.startsWith('blob:')));
  await context.close();
});

it('backs up one film, and brings together what was changed in two places, until that is taken back', { timeout: TEST_MS }, async () => {
  const here = await visitor();
  await newFilm(here.page, 'Salt and light');
  await here.page.goto(`${site.url}/projects`);
  await here.page.getByRole('button', { name: 'Actions: Salt and light' }).click();
  const first = await saving(here.page, () => here.page.getByRole('menuitem', { name: 'Back up this project…' }).click());
  const there = await visitor();
  await there.page.goto(site.url);
  await importAll(there.page, first, 'Imported: 1 project.');
  await openFilm(there.page, 'Salt and light');
  await place(there.page, 'Brief').click();
  await field(there.page, 'Who it is for').fill('Everyone');
  await kept(there.page);

  await openFilm(here.page, 'Salt and light');
  await place(here.page, 'Brief').click();
  await field(here.page, 'What the film is about').fill('Two gulls and a boat');
  await kept(here.page);
  await place(here.page, 'Overview').click();
  const second = await saving(here.page, () => here.page.getByRole('button', { name: 'Back up this project…' }).click());

  const { page, context } = there;
  // A second tab shows the film all the while.
  const other = await context.newPage();
  await other.goto(page.url());
  await field(other, 'What the film is about').waitFor();
  // The first import's Undo goes with its page.
  await page.goto(`${site.url}/settings`);
  await page.getByRole('heading', { name: 'Backup', exact: true }).waitFor();
  await importing(page, second);
  await page.getByText('1 joined with yours').waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('Imported: changes to 1 project.').first().waitFor();
  await expect.poll(() => field(other, 'What the film is about').inputValue()).toBe('Two gulls and a boat');
  await expect.poll(() => field(other, 'Who it is for').inputValue()).toBe('Everyone');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('“Salt and light” is open in a tab and kept what came.').first().waitFor();
  await other.close();
  await openFilm(page, 'Salt and light');
  await place(page, 'Brief').click();
  await expect.poll(() => field(page, 'What the film is about').inputValue()).toBe('Two gulls and a boat');
  await expect.poll(() => field(page, 'Who it is for').inputValue()).toBe('Everyone');
  await context.close();
  await here.context.close();
});

it('says why a file is not imported, and leaves everything as it is', { timeout: TEST_MS }, async () => {
  const { context, page } = await visitor();
  await page.goto(`${site.url}/settings`);
  await page.getByRole('heading', { name: 'Backup', exact: true }).waitFor();
  await importing(page, { name: 'holiday.kinora', mimeType: 'application/zip', buffer: Buffer.from('no zip at all') });
  await page.getByText('This is not a Kinora backup').waitFor();
  await page.getByText(/Nothing here was changed/).first().waitFor();
  await context.close();
});
