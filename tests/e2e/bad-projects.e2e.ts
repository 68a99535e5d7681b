import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addTakes } from '#core/document/commands/take.ts';
import { seal, unseal } from '#core/document/log/sealed.ts';
import { ProjectDocument } from '#core/document/project-document.ts';
import { cutOf } from '#core/domain/timeline/cut.ts';
import type { TakeId } from '#core/schema/ids.ts';
import { faults, overflow } from './faults.ts';
import { Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4991);
});
afterAll(() => site.close());

const origin = { newId: () => crypto.randomUUID(), now: () => Date.now() };
const place = (page: Page, name: string) => page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name, exact: true });

async function newProject(page: Page, name: string): Promise<string> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('radio', { name: /Explainer/ }).check();
  await page.getByRole('button', { name: 'Make the project' }).click();
  await page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name: 'Overview', exact: true }).click();
  await page.getByRole('heading', { name: 'The film so far' }).waitFor();
  return page.url().split('/').at(-1)!;
}

/** The first entry of a project's log, as it lies in the store. */
const firstEntry = (page: Page, id: string): Promise<number[]> =>
  page.evaluate(
    (project) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('kinora');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const request = db.transaction('project-log').objectStore('project-log').get([project, 0]);
          request.onsuccess = () => (db.close(), resolve([...(request.result as { bytes: Uint8Array }).bytes]));
        };
      }),
    id,
  );

/** Puts an entry of the log where another hand, or a damaged disk, would have left it. */
const putEntry = (page: Page, id: string, number: number, bytes: Uint8Array): Promise<void> =>
  page.evaluate(
    ([project, at, content]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('kinora');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const transaction = db.transaction('project-log', 'readwrite');
          transaction.objectStore('project-log').put({ bytes: new Uint8Array(content), at: 1 }, [project, at]);
          transaction.oncomplete = () => (db.close(), resolve());
        };
      }),
    [id, number, [...bytes]] as const,
  );

/** The document that a project's first entry holds, to be changed by another hand. */
async function documentOf(page: Page, id: string): Promise<Y.Doc> {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, unseal(new Uint8Array(await firstEntry(page, id)))!);
  return doc;
}

it('shows a project of a newer version in every place and changes none of it', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  const id = await newProject(page, 'From tomorrow');
  const doc = await documentOf(page, id);
  doc.getMap('head').set('layout', { major: 2, minor: 0 });
  await putEntry(page, id, 0, seal(Y.encodeStateAsUpdate(doc)));
  await page.reload();
  const note = page.getByText('This project was written by a newer version of Kinora. You can look at it here; update Kinora to change it.');
  await note.waitFor();
  expect(await page.getByRole('textbox', { name: 'Title' }).isDisabled()).toBe(true);
  expect(await faults(page)).toEqual([]);
  await place(page, 'Board').click();
  await note.waitFor();
  const cells = page.getByRole('gridcell', { name: /^Clip / });
  await cells.first().waitFor();
  const count = await cells.count();
  await cells.first().focus();
  for (const key of ['Delete', 'n', 'Alt+ArrowRight', 'Control+d', 'Shift+A']) await page.keyboard.press(key);
  await expect.poll(() => cells.count()).toBe(count);
  await place(page, 'Timeline').click();
  await page.getByRole('treegrid').waitFor();
  await note.waitFor();
  await place(page, 'History').click();
  await page.getByRole('heading', { name: 'By time' }).waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
  expect(await firstEntry(page, id)).toEqual([...seal(Y.encodeStateAsUpdate(doc))]);
  await context.close();
});

it('opens a project with a broken change set aside, says so, and goes on', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  const id = await newProject(page, 'Damaged');
  await putEntry(page, id, 1, new Uint8Array([1, 2, 3]));
  await page.reload();
  await page.getByText('1 change in this project’s log could not be read and is left out. All the rest is here').waitFor();
  await page.getByRole('textbox', { name: 'Title' }).fill('Mended');
  await page.getByText('Kept', { exact: true }).waitFor();
  await page.reload();
  await expect.poll(() => page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Mended');
  await putEntry(page, id, 0, new Uint8Array([9]));
  await page.reload();
  await page.getByRole('heading', { name: 'This project cannot be read' }).waitFor();
  await context.close();
});

it('says which media is missing, and where it was', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  const id = await newProject(page, 'Lost and found');
  const doc = await documentOf(page, id);
  const document = new ProjectDocument(doc, origin);
  const [first, second] = cutOf(document.project);
  const takes = [crypto.randomUUID(), crypto.randomUUID()] as TakeId[];
  document.run(addTakes({ kind: 'clip', id: first!.clip.id }, takes));
  document.run(addTakes({ kind: 'clip', id: second!.clip.id }, [crypto.randomUUID() as TakeId]));
  await putEntry(page, id, 0, seal(document.encode()));
  await page.reload();
  const missing = page.getByRole('region', { name: 'Missing media' });
  await missing.getByText('Takes of 2 clips are not in the gallery').waitFor();
  await expect.poll(() => missing.getByRole('listitem').first().innerText()).toMatch(/Clip 1A[\s\S]*the take that it shows, and 1 other, today/);
  expect(await faults(page)).toEqual([]);
  await place(page, 'Board').click();
  await page.getByText('Its take is not in the gallery').first().waitFor();
  await page.getByRole('gridcell', { name: /^Clip 1A\./ }).press('Enter');
  await page.getByText('2 takes no longer in the gallery: deleted for good, or kept in another browser.').waitFor();
  await place(page, 'Timeline').click();
  await page.getByRole('img', { name: /^Clip 1A\./ }).waitFor();
  await page.getByText('Its take is not in the gallery').waitFor();
  await context.close();
});

it('shows names of any length and script as they are, in every place, and runs none of them', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor({ viewport: { width: 360, height: 1600 } });
  const shown: string[] = [];
  page.on('dialog', (dialog) => (shown.push(dialog.message()), void dialog.dismiss()));
  const names = [
    `<img src=x onerror="alert(1)"><script>alert(2)</script>`,
    'مشهد البحر \u202Eبالليل',
    '👩‍🚀🎬👨‍👩‍👧‍👦',
    'x'.repeat(10_000),
  ];
  for (const name of names) {
    await newProject(page, name);
    await expect.poll(() => page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe(name);
    await expect.poll(() => page.getByRole('heading', { level: 2 }).first().textContent()).toBe(name);
    await place(page, 'Board').click();
    await page.getByRole('rowheader', { name: /^Scene 1\b/ }).press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.keyboard.press('Escape');
    const clip = page.getByRole('gridcell', { name: /^Clip 1A\./ });
    await clip.press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.keyboard.press('Escape');
    await expect.poll(() => clip.textContent()).toContain(name.slice(0, 20));
    expect(await overflow(page), `board: ${name.slice(0, 10)}`).toBeLessThanOrEqual(0);
    await place(page, 'Timeline').click();
    await expect.poll(() => page.getByRole('treegrid').getByRole('gridcell', { name: /^Clip 1A/ }).getAttribute('aria-label')).toContain(name.slice(0, 8));
    expect(await overflow(page), `timeline: ${name.slice(0, 10)}`).toBeLessThanOrEqual(0);
  }
  await page.goto(`${site.url}/projects`);
  for (const name of names) await page.getByRole('link', { name: name.slice(0, 30) }).waitFor();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await faults(page)).toEqual([]);
  expect(shown).toEqual([]);
  await context.close();
});
