import { createSubscriber } from 'svelte/reactivity';
import type { Sha256 } from '#core/schema/ids.ts';
import type { BlobStore } from '#lib/storage/ports.ts';

interface Shown {
  url: string | undefined;
  readonly subscribe: () => void;
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
    let shown = this.#shown.get(sha256);
    // Nobody would let go of what is read by the way.
    if (!$effect.tracking()) return shown?.url;
    if (!shown) {
      shown = { url: undefined, subscribe: createSubscriber((update) => this.#show(sha256, type, update)) };
      this.#shown.set(sha256, shown);
    }
    shown.subscribe();
    return shown.url;
  }

  dispose(): void {
    for (const { url } of this.#shown.values()) if (url) URL.revokeObjectURL(url);
    this.#shown.clear();
  }

  #show(sha256: Sha256, type: string, update: () => void): () => void {
    const shown = this.#shown.get(sha256)!;
    let gone = false;
    void this.#blobs.get(sha256, type).then((blob) => {
      if (!blob || gone) return;
      shown.url = URL.createObjectURL(blob);
      update();
    });
    return () => {
      gone = true;
      if (shown.url) URL.revokeObjectURL(shown.url);
      this.#shown.delete(sha256);
    };
  }
}
