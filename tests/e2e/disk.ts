import type { CDPSession, Page } from 'playwright';

/** The part of the disk that the browser allots to the page, which a test can fill and free. */
export class Disk {
  readonly #session: CDPSession;
  readonly #origin: string;

  private constructor(session: CDPSession, origin: string) {
    this.#session = session;
    this.#origin = origin;
  }

  static async of(page: Page): Promise<Disk> {
    return new Disk(await page.context().newCDPSession(page), new URL(page.url()).origin);
  }

  /** Leaves no room: nothing more can be written, what is there stays. */
  async fill(): Promise<void> {
    await this.#session.send('Storage.overrideQuotaForOrigin', { origin: this.#origin, quotaSize: 1 });
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
