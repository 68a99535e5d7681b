import { FaultError } from '#core/schema/fault.ts';
import type { DraftStore } from '#lib/storage/ports.ts';
import type { Draft } from '#lib/storage/records.ts';
import { afterPicture } from '../shell/after-picture.ts';
import type { Unwritten } from '../store/unwritten.svelte.ts';

/** How the draft stands: in the store as it is shown, on its way there, or only in this tab. */
export type DraftStanding = 'kept' | 'writing' | 'held';

/**
 * Writes the draft at once after each change. While one write is under way the newest change waits for
 * it, and those between are never written. What the store cannot take stays here and is tried again.
 */
export class DraftKeeper {
  #standing = $state<DraftStanding>('kept');
  readonly #store: DraftStore;
  readonly #unwritten: Unwritten;
  readonly #stop = new AbortController();
  /** Changed, and not handed to the store yet. */
  #newest: (() => Draft) | undefined;
  #writing: Promise<boolean> | undefined;
  /** The last write of a page that was about to go. */
  #hurried: Promise<boolean> | undefined;

  constructor(store: DraftStore, unwritten: Unwritten) {
    this.#store = store;
    this.#unwritten = unwritten;
    const { signal } = this.#stop;
    // The store works off writes in the order they came, so nobody needs to wait for the one under way.
    const hurry = () => void (this.#hurried = this.#writeNewest());
    addEventListener('pagehide', hurry, { signal });
    document.addEventListener('visibilitychange', () => document.hidden && hurry(), { signal });
  }

  /** `kept` only when the store has the draft as it is shown. */
  get standing(): DraftStanding {
    return this.#standing;
  }

  /** Notes that the draft has changed; `read` is called when it is written. */
  keep(read: () => Draft): void {
    this.#newest = read;
    if (this.#standing === 'kept') this.#standing = 'writing';
    void this.settle();
  }

  /** Writes what is unwritten; resolves with whether all of it is kept now. */
  settle(): Promise<boolean> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
      // A change that came at the very end has nobody to write it.
      if (this.#newest && this.#standing === 'writing') void this.settle();
    });
    return this.#writing;
  }

  dispose(): void {
    void this.#writeNewest();
    this.#stop.abort();
  }

  async #writeAll(): Promise<boolean> {
    // What is typed before the next picture is one write, and does not hold that picture up.
    await afterPicture();
    while (this.#newest) {
      if (!(await this.#writeNewest())) return false;
    }
    await this.#hurried;
    return this.#standing !== 'held';
  }

  /** Hands the newest change to the store, if there is one. */
  async #writeNewest(): Promise<boolean> {
    const read = this.#newest;
    if (!read) return true;
    this.#newest = undefined;
    try {
      await this.#store.write(read());
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#newest ??= read;
      this.#standing = 'held';
      this.#unwritten.hold('what stands in the form', error.fault, () => this.settle());
      return false;
    }
    if (!this.#newest) {
      this.#standing = 'kept';
      this.#unwritten.drop('what stands in the form');
    }
    return true;
  }
}
