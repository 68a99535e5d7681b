import type { SettingsStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';

type Kept = Pick<Settings, 'filmVolume' | 'filmMuted'>;

/** How loud films sound, in every project. */
export class Volume {
  #kept = $state.raw<Kept>({ filmVolume: 1, filmMuted: false });
  readonly #settings: SettingsStore;

  constructor(settings: SettingsStore, initial: Kept) {
    this.#settings = settings;
    this.follow(initial);
  }

  /** 0 to 1; what it is when it is not muted. */
  get level(): number {
    return this.#kept.filmVolume;
  }

  set level(filmVolume: number) {
    this.#write({ filmVolume, filmMuted: false });
  }

  get muted(): boolean {
    return this.#kept.filmMuted;
  }

  set muted(filmMuted: boolean) {
    this.#write({ ...this.#kept, filmMuted });
  }

  /** What is heard of the film's sound: 0 to 1. */
  get heard(): number {
    return this.muted ? 0 : this.level;
  }

  /** Shows what was changed elsewhere. */
  follow({ filmVolume, filmMuted }: Kept): void {
    this.#kept = { filmVolume, filmMuted };
  }

  #write(kept: Kept): void {
    this.#kept = kept;
    void this.#settings.write(kept);
  }
}
