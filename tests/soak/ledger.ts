import { isDeepStrictEqual } from 'node:util';
import type { BrowserContext, Page } from 'playwright';

export interface Write {
  /** The tab that wrote. */
  readonly page: Page;
  /**
   * When it was asked for, in milliseconds on a clock that only goes forward and is the same for all
   * tabs and `nowAt`. Writes that first read run one after the other, so this is the order of their transactions.
   */
  readonly at: number;
  readonly store: string;
  readonly key: string;
  /** As JSON has it, with bytes in base64. Undefined: the record was deleted. */
  readonly value: unknown;
}

const REPORT = 'kinoraKept';

/** Now, on the clock of `Write.at`. */
export const nowAt = (): number => performance.timeOrigin + performance.now();

/**
 * What the studio was told is kept: every write of every transaction that has come to its end, noted
 * outside the browser, where nothing that happens to the browser can touch it.
 */
export class Ledger {
  readonly #writes: Write[] = [];
  readonly #latest = new Map<string, Write>();

  /** Notes what all pages of a context write from now on. */
  async watch(context: BrowserContext): Promise<void> {
    await context.exposeBinding(REPORT, ({ page }, writes: string) => {
      for (const write of JSON.parse(writes) as Omit<Write, 'page'>[]) this.note({ ...write, page });
    });
    await context.addInitScript(reportWrites, REPORT);
  }

  /** Every write there was, in order. */
  get writes(): readonly Write[] {
    return this.#writes.sort((a, b) => a.at - b.at);
  }

  latest(store: string, key: string): unknown {
    return this.#latest.get(`${store} ${key}`)?.value;
  }

  /** The records of a store as they were last kept; deleted ones are undefined. */
  *all(store: string): Iterable<Write> {
    for (const write of this.#latest.values()) if (write.store === store) yield write;
  }

  /** Notes what a record is now, where that is something else than was last heard of it. */
  catchUp(page: Page, store: string, key: string, record: unknown): void {
    const value: unknown = JSON.parse(JSON.stringify(record));
    if (!isDeepStrictEqual(value, this.latest(store, key))) this.note({ page, at: nowAt(), store, key, value });
  }

  note(write: Write): void {
    this.#writes.push(write);
    const name = `${write.store} ${write.key}`;
    if (write.at >= (this.#latest.get(name)?.at ?? 0)) this.#latest.set(name, write);
  }
}

/** Runs in the page, before anything of the studio does. */
function reportWrites(report: string): void {
  const pending = new WeakMap<IDBTransaction, object[]>();
  const note = ({ transaction, name }: IDBObjectStore, key: unknown, value?: unknown) => {
    let writes = pending.get(transaction);
    if (!writes) {
      const mine: object[] = (writes = []);
      pending.set(transaction, mine);
      transaction.addEventListener('complete', () => {
        (globalThis as unknown as Record<string, (writes: string) => void>)[report]!(JSON.stringify(mine, readable));
      });
    }
    writes.push({ at: performance.timeOrigin + performance.now(), store: name, key, value });
  };
  const readable = (_: string, value: unknown) => (value instanceof Uint8Array ? btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join('')) : value);
  const keyOf = (store: IDBObjectStore, value: unknown, key: unknown) =>
    key ?? (typeof store.keyPath === 'string' ? (value as Record<string, unknown>)[store.keyPath] : undefined);

  const { put, add, delete: remove } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, key) {
    note(this, keyOf(this, value, key), value);
    return put.call(this, value, ...(key === undefined ? [] : [key]));
  };
  IDBObjectStore.prototype.add = function (value, key) {
    note(this, keyOf(this, value, key), value);
    return add.call(this, value, ...(key === undefined ? [] : [key]));
  };
  IDBObjectStore.prototype.delete = function (key) {
    note(this, key);
    return remove.call(this, key);
  };
  const { update, delete: removeHere } = IDBCursor.prototype;
  const storeOf = ({ source }: IDBCursor) => ('objectStore' in source ? source.objectStore : source);
  IDBCursor.prototype.update = function (value) {
    note(storeOf(this), this.primaryKey, value);
    return update.call(this, value);
  };
  IDBCursor.prototype.delete = function () {
    note(storeOf(this), this.primaryKey);
    return removeHere.call(this);
  };
}
