import { loadPart } from '#core/domain/load-part.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { JobsState } from '../queue/jobs.svelte.ts';
import type { GalleryState } from './gallery.svelte.ts';
import type { MeaningSearch } from './meaning-search.svelte.ts';

interface Parts {
  readonly gallery: GalleryState;
  readonly blobs: BlobStore;
  readonly jobs: JobsState;
  readonly scope: string;
  readonly choice: () => ProviderChoice;
}

/** A page is left alone so long after it has opened. Milliseconds. */
const CALM_MS = 20_000;

/** The search by meaning, loaded behind the first page or as soon as somebody searches. */
export class MeaningOnDemand {
  readonly #parts: Parts;
  readonly #timer: ReturnType<typeof setTimeout>;
  #search: Promise<MeaningSearch> | undefined;
  #isOver = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    // Without a network its part may be missing: then the gallery asks for it again.
    this.#timer = setTimeout(() => void this.open().catch(() => {}), CALM_MS);
  }

  /** Throws FaultError `part-missing`. */
  open(): Promise<MeaningSearch> {
    this.#search ??= this.#load().catch((error: unknown) => {
      this.#search = undefined;
      throw error;
    });
    return this.#search;
  }

  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    void this.#search?.then((search) => search.dispose(), () => {});
  }

  async #load(): Promise<MeaningSearch> {
    const { choice, ...parts } = this.#parts;
    const [{ MeaningSearch }, { BrowserMeaning }, { OpfsModelShelf }, { MeaningStore }] = await loadPart(() =>
      Promise.all([import('./meaning-search.svelte.ts'), import('#lib/engine/meaning/browser-meaning.ts'), import('#lib/storage/opfs-model-shelf.ts'), import('#lib/storage/meaning-store.ts')]),
    );
    const search = new MeaningSearch({ ...parts, engine: new BrowserMeaning(new OpfsModelShelf(), choice), store: new MeaningStore('kinora') });
    if (!this.#isOver) void search.begin();
    return search;
  }
}
