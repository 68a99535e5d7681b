import type { Connection } from './connection.ts';
import { parseRecord } from './parse-record.ts';
import type { DraftStore } from './ports.ts';
import { Draft } from './records.ts';
import type { WriteAhead } from './write-ahead.ts';

/** The draft of the Create form, in IndexedDB; what a page took with it when it was left comes from its note. */
export class IdbDraftStore implements DraftStore {
  readonly #connection: Connection;
  readonly #ahead: WriteAhead;

  constructor(connection: Connection, ahead: WriteAhead) {
    this.#connection = connection;
    this.#ahead = ahead;
  }

  async read(): Promise<Draft | undefined> {
    const left = noted(this.#ahead.left());
    if (left) {
      // What the store cannot take now stays noted.
      this.write(left).catch(() => undefined);
      return left;
    }
    const record = await this.#connection.read((db) => db.get('singles', 'draft'));
    return parseRecord(this.#connection, 'singles', 'draft', record, Draft);
  }

  async write(draft: Draft): Promise<void> {
    const words = JSON.stringify(draft);
    this.#ahead.note(words);
    await this.#connection.write(['singles'], async (transaction) => {
      const written = transaction.objectStore('singles').put(draft, 'draft');
      // Said in the same breath: the page may be gone before the answer to the write is here.
      transaction.commit();
      await written;
    });
    this.#ahead.done(words);
  }
}

function noted(words: string | undefined): Draft | undefined {
  try {
    return Draft.safeParse(JSON.parse(words ?? 'null')).data;
  } catch {
    return undefined;
  }
}
