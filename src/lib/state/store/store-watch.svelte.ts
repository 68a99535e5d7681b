import { FaultError } from '#core/schema/fault.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { readWitness, type Witness, writeWitness } from '#lib/storage/witness.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';
import type { ProjectList } from '../project/project-list.svelte.ts';

type Held = Pick<Witness, 'takes' | 'projects'>;

interface Parts {
  readonly storage: StudioStorage;
  readonly gallery: GalleryState;
  readonly projects: Pick<ProjectList, 'count' | 'loaded' | 'load'>;
  /** Called when this tab cannot write any more, as another has a newer version. */
  readonly onOutdated: () => void;
}

/**
 * Watches over the store as a whole: whether a newer version of the app has taken it over, and whether
 * what was in it the last time has vanished.
 */
export class StoreWatch {
  #outdated = $state(false);
  #vanished = $state.raw<Witness | null>(null);
  readonly #storage: StudioStorage;
  readonly #gallery: GalleryState;
  readonly #projects: Parts['projects'];
  /** Undefined until it is known which store this is; nothing is remembered before that. */
  #identity = $state<string>();
  readonly #stop: () => void;

  private constructor({ storage, gallery, projects, onOutdated }: Parts) {
    this.#storage = storage;
    this.#gallery = gallery;
    this.#projects = projects;
    const unwatch = storage.watch((what) => {
      if (what === 'reopened') return void this.#meetAgain();
      this.#outdated = true;
      onOutdated();
    });
    const unnote = $effect.root(() => {
      $effect(() => this.#note(this.#identity, this.#vanished, gallery.loading || !projects.loaded ? null : this.#held));
    });
    this.#stop = () => {
      unwatch();
      unnote();
    };
  }

  static async begin(parts: Parts): Promise<StoreWatch> {
    const watch = new StoreWatch(parts);
    await watch.#meet();
    return watch;
  }

  /** Whether this tab is from before an update and keeps nothing any more. */
  get outdated(): boolean {
    return this.#outdated;
  }

  /** What there was before everything vanished; null when nothing has, or a person knows of it. */
  get vanished(): (Held & Pick<Witness, 'at'>) | null {
    return this.#vanished;
  }

  /** A person takes note that what there was is gone. */
  startAnew(): void {
    this.#vanished = null;
  }

  dispose(): void {
    this.#stop();
  }

  /** How much there is, what lies in the bin included. */
  get #held(): Held {
    return { takes: this.#gallery.takes.length + this.#gallery.bin.length, projects: this.#projects.count };
  }

  /** After the browser has closed the store: it may have been emptied. */
  async #meetAgain(): Promise<void> {
    this.#identity = undefined;
    await Promise.all([this.#gallery.reload(), this.#projects.load()]);
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
    const hadAny = witness !== undefined && witness.takes + witness.projects > 0;
    if (hadAny && witness.store === undefined) await Promise.all([this.#gallery.whenLoaded, this.#projects.load()]);
    // In one go with what has vanished: else the new store would be remembered before that is told.
    this.#identity = identity;
    if (!hadAny) return;
    const { takes, projects } = this.#held;
    const isOther = witness.store === undefined ? takes + projects === 0 : witness.store !== identity;
    if (isOther) this.#vanished = witness;
  }

  /** Remembers how much there is, unless what is remembered has still to be told. */
  #note(store: string | undefined, vanished: Witness | null, held: Held | null): void {
    if (held === null || store === undefined) return;
    if (vanished && (held.takes < vanished.takes || held.projects < vanished.projects)) return;
    if (vanished) this.#vanished = null;
    writeWitness({ store, ...held, at: Date.now() });
  }
}
