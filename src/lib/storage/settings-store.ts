import { type Database, writing } from './database.ts';
import { reportingFaults } from './faults.ts';
import { parseRecord } from './parse-record.ts';
import type { SettingsStore } from './ports.ts';
import { Settings } from './records.ts';

/** The settings, in IndexedDB. What cannot be read falls back to the defaults. */
export class IdbSettingsStore implements SettingsStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async read(): Promise<Settings> {
    const record = await this.#db.get('singles', 'settings');
    return (await parseRecord(this.#db, 'singles', 'settings', record, Settings)) ?? Settings.parse({});
  }

  write(patch: Partial<Settings>): Promise<void> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['singles']);
      const store = transaction.objectStore('singles');
      const before = Settings.safeParse(await store.get('settings'));
      await Promise.all([store.put(Settings.parse({ ...before.data, ...patch }), 'settings'), transaction.done]);
    });
  }
}
