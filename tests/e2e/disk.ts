import type { CDPSession, Page } from 'playwright';
import { expect } from 'vitest';

const LOOKS_AGAIN_MS = 60_000;

/** The part of the disk that the browser allots to the page, which a test can fill and free. */
export class Disk {
  readonly #page: Page;
  readonly #session: CDPSession;
  readonly #origin: string;

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
    this.#origin = new URL(page.url()).origin;
  }

  static async of(page: Page): Promise<Disk> {
    return new Disk(page, await page.context().newCDPSession(page));
  }

  /**
   * Leaves no room: nothing more can be written, what is there stays. Chromium goes for up to half a
   * minute by the room that it last found for a database, so it is asked until it has looked again.
   */
  async fill(): Promise<void> {
    await this.#session.send('Storage.overrideQuotaForOrigin', { origin: this.#origin, quotaSize: 1 });
    await expect.poll(() => this.#page.evaluate(canWrite), { timeout: LOOKS_AGAIN_MS, interval: 250 }).toBe(false);
  }

  /** Gives back the room that there was. */
  async free(): Promise<void> {
    await this.#session.send('Storage.overrideQuotaForOrigin', { origin: this.#origin });
  }

  /** Deletes what the page keeps, as the browser does when the disk runs full, or a cleaning program. */
  async clear(what: 'databases and files' | 'all but cookies'): Promise<void> {
    const storageTypes = what === 'databases and files' ? 'indexeddb,file_systems,cache_storage' : 'indexeddb,file_systems,cache_storage,local_storage';
    await this.#session.send('Storage.clearDataForOrigin', { origin: this.#origin, storageTypes });
  }
}

/** Whether anything can be written to a database. */
async function canWrite(): Promise<boolean> {
  const name = 'is there room';
  const db = await new Promise<IDBDatabase | undefined>((resolve) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => void opening.result.createObjectStore('some');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => resolve(undefined);
  });
  const isWritten = await new Promise<boolean>((resolve) => {
    if (!db) return resolve(false);
    const transaction = db.transaction('some', 'readwrite');
    transaction.objectStore('some').put(0, 0);
    transaction.oncomplete = () => resolve(true);
    transaction.onabort = () => resolve(false);
  });
  db?.close();
  await new Promise((resolve) => {
    const deleting = indexedDB.deleteDatabase(name);
    deleting.onsuccess = deleting.onerror = resolve;
  });
  return isWritten;
}
