import { SvelteMap } from 'svelte/reactivity';
import { explainInLine } from '#core/domain/explain.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256, TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { BlobStore, TakeStore } from '#lib/storage/ports.ts';
import { mediaFileName } from './file-name.ts';
import type { ShellState } from './shell.svelte.ts';

/** The takes that are kept, newest first, and the way to their pictures and media. */
export class GalleryState {
  #all = $state.raw<readonly Take[]>([]);
  #lastFinished = $state.raw<Take | null>(null);
  #loading = $state(true);
  readonly #takes = $derived(this.#all.filter((take) => take.deletedAt === undefined));
  readonly #bin = $derived(this.#all.filter((take) => take.deletedAt !== undefined));

  readonly #urls = new SvelteMap<Sha256, string>();
  readonly #asked = new Set<Sha256>();
  readonly #store: TakeStore;
  readonly #blobs: BlobStore;
  readonly #shell: ShellState;
  readonly #unsubscribe: () => void;

  constructor(store: TakeStore, blobs: BlobStore, queue: Queue, shell: ShellState) {
    this.#store = store;
    this.#blobs = blobs;
    this.#shell = shell;
    this.#unsubscribe = queue.subscribe((event) => {
      if (event.kind === 'published') this.#add(event.take);
    });
  }

  /** The takes outside the bin, newest first. */
  get takes(): readonly Take[] {
    return this.#takes;
  }

  /** The takes in the bin, newest first. */
  get bin(): readonly Take[] {
    return this.#bin;
  }

  /** The take that was finished last while this page was open. */
  get lastFinished(): Take | null {
    return this.#lastFinished;
  }

  /** True until the takes have been read once. */
  get loading(): boolean {
    return this.#loading;
  }

  /** Reads all takes from storage. */
  async load(): Promise<void> {
    this.#all = await this.#store.all();
    this.#loading = false;
  }

  get(id: TakeId): Take | undefined {
    return this.#all.find((take) => take.id === id);
  }

  /** A blob URL of the poster; undefined until its bytes have been found. */
  posterUrl(take: Take): string | undefined {
    return this.#url(take.poster.sha256, take.poster.type);
  }

  /** A blob URL of the filmstrip; undefined until its bytes have been found. */
  filmstripUrl(take: Take): string | undefined {
    return this.#url(take.filmstrip.sha256, take.filmstrip.type);
  }

  /** A blob URL of the clip or still; undefined until its bytes have been found. */
  mediaUrl(take: Take): string | undefined {
    return this.#url(take.media.sha256, take.media.type);
  }

  /** The bytes of the clip or still. */
  async media(take: Take): Promise<Blob | undefined> {
    return this.#blobs.get(take.media.sha256, take.media.type);
  }

  /** Puts a take in the bin; returns the way back. */
  async remove(id: TakeId): Promise<() => Promise<void>> {
    await this.#mark(id, Date.now());
    return () => this.restore(id);
  }

  /** Takes a take out of the bin. */
  restore(id: TakeId): Promise<void> {
    return this.#mark(id, undefined);
  }

  /** Deletes what lies in the bin for good. Its bytes go with the next cleaning. */
  async emptyBin(): Promise<void> {
    const gone = this.#bin;
    for (const take of gone) await this.#store.delete(take.id);
    this.#all = this.#takes;
    for (const take of gone) this.#revoke(take);
    await this.#shell.refreshStorage();
  }

  /** Saves the clip or still under a name made from its prompt. */
  async download(take: Take): Promise<void> {
    const blob = await this.media(take);
    if (!blob) {
      this.#shell.toast('bad', 'The file of this take is missing from storage. Vary it to make it again.');
      return;
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = mediaFileName(take.recipe.prompt, take.media.type);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  dispose(): void {
    this.#unsubscribe();
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  #add(take: Take): void {
    this.#all = [take, ...this.#all.filter((other) => other.id !== take.id)];
    this.#lastFinished = take;
    // From the first take on there is something to lose.
    void (this.#shell.storage.persisted ? this.#shell.refreshStorage() : this.#shell.persist());
  }

  async #mark(id: TakeId, deletedAt: number | undefined): Promise<void> {
    const take = this.get(id);
    if (!take) return;
    const { deletedAt: _before, ...rest } = take;
    const marked: Take = deletedAt === undefined ? rest : { ...rest, deletedAt };
    try {
      await this.#store.put(marked);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#shell.toast('bad', explainInLine(error.fault));
      return;
    }
    this.#all = this.#all.map((other) => (other.id === id ? marked : other));
    if (deletedAt !== undefined && this.#lastFinished?.id === id) this.#lastFinished = null;
  }

  #url(sha256: Sha256, type: string): string | undefined {
    const url = this.#urls.get(sha256);
    if (url === undefined && !this.#asked.has(sha256)) {
      this.#asked.add(sha256);
      void this.#find(sha256, type);
    }
    return url;
  }

  async #find(sha256: Sha256, type: string): Promise<void> {
    const blob = await this.#blobs.get(sha256, type);
    if (blob) this.#urls.set(sha256, URL.createObjectURL(blob));
  }

  #revoke(take: Take): void {
    for (const { sha256 } of [take.media, take.poster, take.filmstrip]) {
      const url = this.#urls.get(sha256);
      if (url) URL.revokeObjectURL(url);
      this.#urls.delete(sha256);
      this.#asked.delete(sha256);
    }
  }
}
