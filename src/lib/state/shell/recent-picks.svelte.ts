import type { SettingsStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';

const MOST = 12;

/** What was chosen in the palette, the latest first. */
export class RecentPicks {
  #ids = $state.raw<readonly string[]>([]);
  readonly #settings: SettingsStore;

  constructor(settings: SettingsStore, initial: Pick<Settings, 'recentPicks'>) {
    this.#settings = settings;
    this.follow(initial);
  }

  get ids(): readonly string[] {
    return this.#ids;
  }

  /** Shows settings that were made elsewhere. */
  follow({ recentPicks }: Pick<Settings, 'recentPicks'>): void {
    this.#ids = recentPicks;
  }

  add(id: string): void {
    const ids = [id, ...this.#ids.filter((one) => one !== id)].slice(0, MOST);
    this.#ids = ids;
    void this.#settings.write({ recentPicks: ids });
  }
}
