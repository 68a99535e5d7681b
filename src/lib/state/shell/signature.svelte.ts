import type { SettingsStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';

/** How whoever sits here signs notes. */
export class Signature {
  #name = $state('');
  readonly #settings: SettingsStore;

  constructor(settings: SettingsStore, initial: Pick<Settings, 'noteAuthor'>) {
    this.#settings = settings;
    this.follow(initial);
  }

  get name(): string {
    return this.#name;
  }

  set name(noteAuthor: string) {
    this.#name = noteAuthor;
    void this.#settings.write({ noteAuthor });
  }

  /** Shows what was changed elsewhere. */
  follow({ noteAuthor }: Pick<Settings, 'noteAuthor'>): void {
    this.#name = noteAuthor;
  }
}
