import { FaultError } from '#core/schema/fault.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';
import type { Unwritten } from './unwritten.svelte.ts';

/**
 * Settings that hold in this tab from the moment they are changed. What the store cannot take is kept
 * in memory and written when it can: unlike other stores, `write` does not fail for want of room.
 */
export class HeldSettings implements SettingsStore {
  readonly #store: SettingsStore;
  readonly #unwritten: Unwritten;
  #patch: Partial<Settings> = {};

  constructor(store: SettingsStore, unwritten: Unwritten) {
    this.#store = store;
    this.#unwritten = unwritten;
  }

  async read(): Promise<Settings> {
    return { ...(await this.#store.read()), ...this.#patch };
  }

  async write(patch: Partial<Settings>): Promise<void> {
    this.#patch = { ...this.#patch, ...patch };
    await this.#flush();
  }

  async #flush(): Promise<boolean> {
    const patch = this.#patch;
    try {
      await this.#store.write(patch);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#unwritten.hold('settings', error.fault, () => this.#flush());
      return false;
    }
    const newer = Object.entries(this.#patch).filter(([name, value]) => patch[name as keyof Settings] !== value);
    this.#patch = Object.fromEntries(newer);
    const kept = newer.length === 0;
    if (kept) this.#unwritten.drop('settings');
    return kept;
  }
}
