import type { Connection } from './connection.ts';
import { parseRecord } from './parse-record.ts';
import type { SettingsStore } from './ports.ts';
import { Settings } from './records.ts';

/** The settings, in IndexedDB. What cannot be read falls back to the defaults. */
export class IdbSettingsStore implements SettingsStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async read(): Promise<Settings> {
    const record = await this.#connection.read((db) => db.get('singles', 'settings'));
    return (await parseRecord(this.#connection, 'singles', 'settings', record, Settings)) ?? Settings.parse({});
  }

  write(patch: Partial<Settings>): Promise<void> {
    return this.#connection.write(['singles'], async (transaction) => {
      const store = transaction.objectStore('singles');
      const before = Settings.safeParse(await store.get('settings'));
      await store.put(Settings.parse({ ...before.data, ...patch }), 'settings');
    });
  }
}
