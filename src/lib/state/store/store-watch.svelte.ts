import { FaultError } from '#core/schema/fault.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { readWitness, type Witness, writeWitness } from '#lib/storage/witness.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';

/**
 * Watches over the store as a whole: whether a newer version of the app has taken it over, and whether
 * what was in it the last time has vanished.
 */
export class StoreWatch {
  #outdated = $state(false);
  #vanished = $state.raw<Witness | null>(null);
  readonly #storage: StudioStorage;
  readonly #gallery: GalleryState;
  /** Undefined until it is known which store this is; nothing is remembered before that. */
  #identity = $state<string>();
  readonly #stop: () => void;

  private constructor(storage: StudioStorage, gallery: GalleryState, onOutdated: () => void) {
    this.#storage = storage;
    this.#gallery = gallery;
    const unwatch = storage.watch((what) => {
      if (what === 'reopened') return void this.#meetAgain();
      this.#outdated = true;
      onOutdated();
    });
    const unnote = $effect.root(() => {
      $effect(() => this.#note(this.#identity, this.#vanished, gallery.loading ? null : this.#count));
    });
    this.#stop = () => {
      unwatch();
      unnote();
    };
  }

  /** `onOutdated` is called when this tab cannot write any more, as another has a newer version. */
  static async begin(storage: StudioStorage, gallery: GalleryState, onOutdated: () => void): Promise<StoreWatch> {
    const watch = new StoreWatch(storage, gallery, onOutdated);
    await watch.#meet();
    return watch;
  }

  /** Whether this tab is from before an update and keeps nothing any more. */
  get outdated(): boolean {
    return this.#outdated;
  }

  /** What there was before everything vanished; null when nothing has, or a person knows of it. */
  get vanished(): Pick<Witness, 'takes' | 'at'> | null {
    return this.#vanished;
  }

  /** A person takes note that what there was is gone. */
  startAnew(): void {
    this.#vanished = null;
  }

  dispose(): void {
    this.#stop();
  }

  /** How many takes there are, those in the bin included. */
  get #count(): number {
    return this.#gallery.takes.length + this.#gallery.bin.length;
  }

  /** After the browser has closed the store: it may have been emptied. */
  async #meetAgain(): Promise<void> {
    this.#identity = undefined;
    await this.#gallery.reload();
    await this.#meet();
  }

  async #meet(): Promise<void> {
    if (this.#storage.kind === 'memory') return;
    let identity: string;
    try {
      identity = await this.#storage.identity();
    } catch (error) {
      // With the disk full a store that has no name yet gets none this time.
      if (!(error instanceof FaultError)) throw error;
      return;
    }
    const witness = readWitness();
    if (witness?.store === undefined && witness?.takes) await this.#gallery.whenLoaded;
    // In one go with what has vanished: else the new store would be remembered before that is told.
    this.#identity = identity;
    if (!witness || witness.takes === 0) return;
    const isOther = witness.store === undefined ? this.#count === 0 : witness.store !== identity;
    if (isOther) this.#vanished = witness;
  }

  /** Remembers how many takes there are, unless what is remembered has still to be told. */
  #note(store: string | undefined, vanished: Witness | null, takes: number | null): void {
    if (takes === null || store === undefined) return;
    if (vanished && takes < vanished.takes) return;
    if (vanished) this.#vanished = null;
    writeWitness({ store, takes, at: Date.now() });
  }
}
