import type { Page } from 'playwright';
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
  await page.getByText(/^Written: 1 take,/).waitFor();
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

it('says why a file is not imported, and leaves everything as it is', { timeout: TEST_MS }, async () => {
  const { context, page } = await visitor();
  await page.goto(`${site.url}/settings`);
  await page.getByRole('heading', { name: 'Backup', exact: true }).waitFor();
  await importing(page, { name: 'holiday.kinora', mimeType: 'application/zip', buffer: Buffer.from('no zip at all') });
  await page.getByText('This is not a Kinora backup').waitFor();
  await page.getByText(/Nothing here was changed/).first().waitFor();
  await context.close();
});
