import { FaultError } from '#core/schema/fault.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';
import type { Unwritten } from '../store/unwritten.svelte.ts';

/**
 * Settings that hold in this tab from the moment they are changed. What the store cannot take is kept
 * in memory and written when it can: unlike other stores, `write` does not fail for want of room.
 * Other tabs of the same scope follow what is written.
 */
export class HeldSettings implements SettingsStore {
  readonly #store: SettingsStore;
  readonly #unwritten: Unwritten;
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Set<(settings: Settings) => void>();
  #patch: Partial<Settings> = {};

  constructor(store: SettingsStore, unwritten: Unwritten, scope: string) {
    this.#store = store;
    this.#unwritten = unwritten;
    this.#channel = new BroadcastChannel(`${scope}-settings`);
    this.#channel.onmessage = () => void this.catchUp();
  }

  /** Calls back with the settings after another than this tab's own screens has changed them; returns the way to stop. */
  subscribe(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Has every tab, this one too, follow what was written past this store, as by an import. */
  async readAgain(): Promise<void> {
    this.#channel.postMessage('changed');
    await this.catchUp();
  }

  /** Tells the listeners what holds now. */
  async catchUp(): Promise<void> {
    try {
      const settings = await this.read();
      for (const listener of this.#listeners) listener(settings);
    } catch (error) {
      // A tab that is shut out of the store goes by what it last knew.
      if (!(error instanceof FaultError)) throw error;
    }
  }

  dispose(): void {
    this.#channel.close();
    this.#listeners.clear();
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
    this.#channel.postMessage('changed');
    const newer = Object.entries(this.#patch).filter(([name, value]) => patch[name as keyof Settings] !== value);
    this.#patch = Object.fromEntries(newer);
    const kept = newer.length === 0;
    if (kept) this.#unwritten.drop('settings');
    return kept;
  }
}
