import { createSubscriber } from 'svelte/reactivity';
import type { Sha256 } from '#core/schema/ids.ts';
import type { BlobStore } from '#lib/storage/ports.ts';

interface Shown {
  url: string | undefined;
  isMissing: boolean;
  readonly subscribe: () => void;
  find: () => void;
}

/** Blob URLs for what is on the screen: made when something shows them, let go when nothing does any more. */
export class MediaUrls {
  readonly #shown = new Map<Sha256, Shown>();
  readonly #blobs: BlobStore;

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /** How many URLs there are. */
  get size(): number {
    return [...this.#shown.values()].filter(({ url }) => url !== undefined).length;
  }

  /** To be read while something is drawn, which is then drawn again: undefined until the bytes have been found. */
  get(sha256: Sha256, type: string): string | undefined {
    return this.#look(sha256, type)?.url;
  }

  /** Whether the bytes have been looked for and are not here; to be read while something is drawn, too. */
  isMissing(sha256: Sha256, type: string): boolean {
    return this.#look(sha256, type)?.isMissing ?? false;
  }

  /** Looks for bytes again that were missing. */
  lookAgain(sha256: Sha256): void {
    const shown = this.#shown.get(sha256);
    if (shown?.isMissing) shown.find();
  }

  dispose(): void {
    for (const { url } of this.#shown.values()) if (url) URL.revokeObjectURL(url);
    this.#shown.clear();
  }

  #look(sha256: Sha256, type: string): Shown | undefined {
    let shown = this.#shown.get(sha256);
    // Nobody would let go of what is read by the way.
    if (!$effect.tracking()) return shown;
    if (!shown) {
      shown = { url: undefined, isMissing: false, find: () => undefined, subscribe: createSubscriber((update) => this.#show(sha256, type, update)) };
      this.#shown.set(sha256, shown);
    }
    shown.subscribe();
    return shown;
  }

  #show(sha256: Sha256, type: string, update: () => void): () => void {
    const shown = this.#shown.get(sha256)!;
    let gone = false;
    shown.find = () =>
      void this.#blobs.get(sha256, type).then((blob) => {
        if (gone) return;
        if (blob) shown.url ??= URL.createObjectURL(blob);
        shown.isMissing = blob === undefined;
        update();
      });
    shown.find();
    return () => {
      gone = true;
      if (shown.url) URL.revokeObjectURL(shown.url);
      this.#shown.delete(sha256);
    };
  }
}
