import type { Page } from 'playwright';
import type { Take } from '../../src/core/schema/take.ts';
import type { Draft, JobRecord, Settings } from '../../src/lib/storage/records.ts';

/** What lies in the browser, as it lies there. */
export interface Kept {
  readonly takes: readonly Take[];
  readonly jobs: readonly JobRecord[];
  readonly draft: Draft | undefined;
  readonly settings: Settings | undefined;
  /** The ids of all projects. */
  readonly projects: readonly string[];
  /** The entries of each project's log, sealed, in base64, in order. */
  readonly logs: Readonly<Record<string, readonly string[]>>;
  /** Bytes of each blob whose name is the hash of what is in it. */
  readonly blobs: Readonly<Record<string, number>>;
  /** Names of blobs whose bytes are not what the name says. */
  readonly damaged: readonly string[];
  /** How often the browser was asked to open the database. */
  readonly tries: number;
}

/** Reads everything past the studio, on any page of its origin; undefined where nothing was kept yet. */
export function readKept(page: Page): Promise<Kept | undefined> {
  return page.evaluate(readEverything);
}

/** A page of the studio's origin on which the studio does not run. */
export async function openBare(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/icon-192.png`);
}

async function readEverything(): Promise<Kept | undefined> {
  const isThere = (await indexedDB.databases()).some(({ name }) => name === 'kinora');
  if (!isThere) return undefined;
  const open = () =>
    new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('kinora');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  let tries = 1;
  let db: IDBDatabase | undefined;
  while (!db) {
    try {
      db = await open();
    } catch (error) {
      // Chromium's own trouble after a kill; the studio, too, tries again.
      if (tries >= 20) throw error;
      tries += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const transaction = db.transaction(['takes', 'jobs', 'singles', 'projects', 'project-log']);
  const answer = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const log = transaction.objectStore('project-log');
  const [takes, jobs, draft, settings, projects, entryKeys, entries] = await Promise.all([
    answer(transaction.objectStore('takes').getAll()),
    answer(transaction.objectStore('jobs').getAll()),
    answer(transaction.objectStore('singles').get('draft')),
    answer(transaction.objectStore('singles').get('settings')),
    answer(transaction.objectStore('projects').getAllKeys()) as Promise<string[]>,
    answer(log.getAllKeys()) as Promise<[string, number][]>,
    answer(log.getAll()) as Promise<{ bytes: Uint8Array }[]>,
  ]);
  db.close();
  const logs: Record<string, string[]> = {};
  for (const [i, { bytes }] of entries.entries()) {
    let letters = '';
    for (const byte of bytes) letters += String.fromCharCode(byte);
    (logs[entryKeys[i]![0]] ??= []).push(btoa(letters));
  }

  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('kinora', { create: true });
  const blobs: Record<string, number> = {};
  const damaged: string[] = [];
  for await (const [name, handle] of folder.entries()) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const bytes = await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (sha256 === name) blobs[name] = bytes.byteLength;
    else damaged.push(name);
  }
  return { takes, jobs, draft, settings, projects, logs, blobs, damaged, tries };
}
