import { readFile } from 'node:fs/promises';
import { PDFDocument } from '@cantoo/pdf-lib';
import { TextWriter, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import type { Download, Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultsOfFcpxml } from '../../src/core/film/interchange/fcpxml-checker.test-support.ts';
import { putFilm } from '../fixtures/film-in-store.ts';
import { fillStore } from '../fixtures/many-takes.ts';
import { faults, flawlessWideAndNarrow } from './faults.ts';
import { Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4958);
});
afterAll(() => site.close());

const bytesOf = async (download: Download) => new Uint8Array(await readFile(await download.path()));

/** What a press of a button saves. */
async function saved(page: Page, name: string | RegExp): Promise<Download> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  return coming;
}

interface OtioTrack {
  readonly children: { OTIO_SCHEMA: string; name: string; source_range: { duration: { value: number } } }[];
}

/** The cut as OpenTimelineIO without media. */
async function otio(page: Page): Promise<{ readonly tracks: { readonly children: readonly OtioTrack[] } }> {
  return JSON.parse(new TextDecoder().decode(await bytesOf(await saved(page, 'Save the OpenTimelineIO')))) as { tracks: { children: OtioTrack[] } };
}

const lengths = async (page: Page) => (await otio(page)).tracks.children[0]!.children.map(({ name, source_range }) => [name.slice(0, 2), source_range.duration.value]);

it('delivers a film to editors and onto paper, and brings a cut back that was changed there', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor({ reducedMotion: 'reduce' });
  // Where to save cannot be asked here.
  await context.addInitScript(() => delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker);
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().waitFor();
  const [first, second, third] = await fillStore(page, 3);
  const id = await putFilm(page, 'Night <ferry> & co', [[{ prompt: 'a red balloon', length: 40, take: first!.id, others: [third!.id] }, { prompt: 'a white boat', length: 30, take: second!.id }]]);
  await page.goto(`${site.url}/projects/${id}/deliver`);
  await page.getByRole('heading', { name: 'For editors' }).waitFor();

  // A zip with the cut and its media, as Final Cut Pro reads it.
  const zip = await saved(page, 'Save the FCPXML with media');
  expect(zip.suggestedFilename()).toBe('night-ferry-co-fcpxml.zip');
  const entries = await new ZipReader(new Uint8ArrayReader(await bytesOf(zip)), { useWebWorkers: false }).getEntries();
  const files = new Map(entries.map((entry) => [entry.filename, entry]));
  const media = [...files.keys()].filter((name) => name.startsWith('media/'));
  expect(media).toHaveLength(3);
  const cut = files.get('night-ferry-co.fcpxml');
  const text = cut && !cut.directory ? await cut.getData(new TextWriter()) : '';
  expect(faultsOfFcpxml(text)).toEqual([]);
  expect(text).toContain('<audition ');
  for (const path of media) {
    expect(text).toContain(`src="./${path}"`);
    const entry = files.get(path)!;
    expect(entry.directory ? 0 : (await entry.getData(new Uint8ArrayWriter())).length).toBeGreaterThan(1000);
  }
  await page.getByRole('status').getByText('night-ferry-co-fcpxml.zip is saved.').first().waitFor({ state: 'attached' });

  // The storyboard on paper.
  const pdf = await saved(page, 'Save the storyboard as PDF');
  expect((await PDFDocument.load(await bytesOf(pdf))).getTitle()).toBe('Night <ferry> & co: storyboard');

  // A frame as a poster.
  await page.getByRole('button', { name: 'Show this frame' }).click();
  await page.getByRole('img', { name: /^The film at/ }).waitFor();
  const poster = await saved(page, 'Save the poster as PDF');
  expect([poster.suggestedFilename(), (await PDFDocument.load(await bytesOf(poster))).getPageCount()]).toEqual(['night-ferry-co-poster.pdf', 1]);

  // OpenTimelineIO goes out, is trimmed and turned round, and comes back.
  await page.getByRole('radio', { name: /OpenTimelineIO/ }).check();
  await page.getByRole('checkbox', { name: 'With the media, in a zip file' }).uncheck();
  const sent = await otio(page);
  const [picture] = sent.tracks.children;
  expect(picture!.children.map(({ source_range }) => source_range.duration.value)).toEqual([40, 30]);
  picture!.children.reverse();
  picture!.children[1]!.source_range.duration.value = 25;
  const back = (buffer: Buffer) => page.getByLabel('Cut to bring back').setInputFiles({ name: 'edited.otio', mimeType: 'application/json', buffer });
  await back(Buffer.from('{"OTIO_SCHEMA":'));
  await page.getByText('The file is no whole JSON document. It may have broken off: export it again.').first().waitFor();
  await back(Buffer.from(JSON.stringify(sent)));
  await page.getByRole('heading', { name: /^What changes/ }).waitFor();
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Bring the cut back', exact: true }).click();
  await page.getByRole('button', { name: 'Undo: bring back the cut of an editor' }).waitFor();
  expect(await lengths(page)).toEqual([['1A', 30], ['1B', 25]]);
  await page.getByRole('button', { name: 'Undo: bring back the cut of an editor' }).click();
  expect(await lengths(page)).toEqual([['1A', 40], ['1B', 30]]);

  await flawlessWideAndNarrow(page, 'deliver');
  expect(outside).toEqual([]);
  await context.close();
});

it('says what is missing in a film without clips, and goes on', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor({ reducedMotion: 'reduce' });
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().waitFor();
  const id = await putFilm(page, 'Empty', []);
  await page.goto(`${site.url}/projects/${id}/deliver`);
  await page.getByText('The film has no clips yet. Add some on the board, then take the cut to an editor.').waitFor();
  expect((await PDFDocument.load(await bytesOf(await saved(page, 'Save the storyboard as PDF')))).getPageCount()).toBe(1);
  await context.close();
});
