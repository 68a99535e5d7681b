import { readFrameManifest, readManifest } from '#core/pipelines/model-folder.ts';
import type { ModelFiles } from '#core/pipelines/runtime.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { FrameModelManifest } from '#core/schema/frame-model.ts';
import type { Component, ModelManifest } from '#core/schema/manifest.ts';
import { MODEL_CACHE } from '#lib/storage/cache-names.ts';
import { sha256 } from '#lib/storage/digest.ts';
import { fetchBytes } from './fetch-bytes.ts';

const MANIFEST = 'manifest.json';
/** Read by the Create form; not part of every model. */
const WORDS = 'tokenizer/words.json';

/** What every manifest says. */
interface Listing {
  readonly components: Readonly<Record<string, Component>>;
  readonly loras?: readonly Component[] | undefined;
}

/** Everything that is kept of a model: its parts, and the LoRAs that come with it. */
const filesOf = ({ components, loras = [] }: Listing): Component[] => [...Object.values(components), ...loras];

export interface FetchedModel<Manifest extends Listing = ModelManifest> {
  readonly manifest: Manifest;
  /** Whether all of it is kept, so that it works without a network. */
  readonly kept: boolean;
}

/**
 * A model's folder, kept in the browser's cache. Files are kept under their hash, and the manifest
 * last: so what is in the cache is always one whole version, the old one until the new one is there.
 */
abstract class FolderCache<Manifest extends Listing> implements ModelFiles {
  readonly #folder: string;

  /** `folder`: the address of the model's folder, with a slash at the end. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Reads and checks the manifest. Throws FaultError `model-manifest-invalid`. */
  protected abstract manifestOf(files: ModelFiles): Promise<Manifest>;

  /** Whether the folder has a list of words. */
  protected abstract readonly hasWords: boolean;

  /**
   * Brings the newest version here; without a network, the kept one. `onProgress` hears bytes that are
   * here and bytes in all. Throws FaultError `model-*`.
   */
  async fetch(onProgress: (done: number, total: number) => void): Promise<FetchedModel<Manifest>> {
    const cache = await openCache();
    const fresh = await this.#freshManifest();
    if (!fresh) {
      const manifest = await this.manifestOf(this);
      const total = totalBytes(manifest);
      onProgress(total, total);
      return { manifest, kept: true };
    }
    const manifest = await this.manifestOf({ read: async () => fresh });
    const kept = await this.#fetchComponents(cache, manifest, onProgress);
    if (cache && kept) await this.#commit(cache, manifest, fresh);
    return { manifest, kept };
  }

  /** The kept file, else the one on the network. Throws FaultError `model-file-missing`. */
  async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const cache = await openCache();
    const kept = await cache?.match(await this.#keyOf(cache, path));
    if (kept) return new Uint8Array(await kept.arrayBuffer());
    return fetchBytes(this.#folder + path, path);
  }

  /** Throws away what is kept of this model. */
  async forget(): Promise<void> {
    const cache = await openCache();
    for (const request of (await cache?.keys()) ?? []) {
      if (request.url.startsWith(this.#folder)) await cache!.delete(request);
    }
  }

  async #freshManifest(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      return await fetchBytes(this.#folder + MANIFEST, MANIFEST, { cache: 'no-cache' });
    } catch (error) {
      const cache = await openCache();
      if (await cache?.match(this.#folder + MANIFEST)) return undefined;
      throw new FaultError('model-not-found', {}, { cause: error });
    }
  }

  async #fetchComponents(
    cache: Cache | undefined,
    manifest: Manifest,
    onProgress: (done: number, total: number) => void,
  ): Promise<boolean> {
    const total = totalBytes(manifest);
    let before = 0;
    let kept = cache !== undefined;
    for (const { file, bytes, sha256: expected } of filesOf(manifest)) {
      const key = this.#componentKey(file, expected);
      onProgress(before, total);
      if (!(await cache?.match(key))) {
        const found = await fetchBytes(this.#folder + file, file, { cache: 'no-cache' }, (done) =>
          onProgress(before + Math.min(done, bytes), total),
        );
        if (found.length < bytes) throw new FaultError('model-file-truncated', { file, expected: bytes, found: found.length });
        if ((await sha256(found)) !== expected) throw new FaultError('model-file-wrong-hash', { file });
        // No room to keep it: the model works as long as there is a network.
        await cache?.put(key, new Response(found)).catch(() => (kept = false));
      }
      before += bytes;
    }
    onProgress(total, total);
    return kept;
  }

  /** Makes the new version the kept one, then lets the old one go. */
  async #commit(cache: Cache, manifest: Manifest, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const words = this.hasWords ? await fetchBytes(this.#folder + WORDS, WORDS).catch(() => undefined) : undefined;
    if (words) await cache.put(this.#folder + WORDS, new Response(words));
    else await cache.delete(this.#folder + WORDS);
    await cache.put(this.#folder + MANIFEST, new Response(bytes));
    const current = new Set([
      this.#folder + MANIFEST,
      this.#folder + WORDS,
      ...filesOf(manifest).map(({ file, sha256 }) => this.#componentKey(file, sha256)),
    ]);
    for (const { url } of await cache.keys()) {
      if (url.startsWith(this.#folder) && !current.has(url)) await cache.delete(url);
    }
  }

  async #keyOf(cache: Cache, path: string): Promise<string> {
    if (path === MANIFEST || path === WORDS) return this.#folder + path;
    const kept = await cache.match(this.#folder + MANIFEST);
    if (!kept) return this.#folder + path;
    const manifest = await this.manifestOf({ read: async () => new Uint8Array(await kept.clone().arrayBuffer()) });
    const component = filesOf(manifest).find(({ file }) => file === path);
    return component ? this.#componentKey(path, component.sha256) : this.#folder + path;
  }

  #componentKey(file: string, hash: string): string {
    return `${this.#folder}${file}?sha256=${hash}`;
  }
}

/** A model that draws from words and pictures. */
export class ModelCache extends FolderCache<ModelManifest> {
  protected readonly hasWords = true;

  /** The words that the model was taught, or undefined where it has no list of them. */
  async readWords(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.read(WORDS).catch(() => undefined);
  }

  protected manifestOf(files: ModelFiles): Promise<ModelManifest> {
    return readManifest(files);
  }
}

/** A model that works on frames. */
export class FrameModelCache extends FolderCache<FrameModelManifest> {
  protected readonly hasWords = false;

  protected manifestOf(files: ModelFiles): Promise<FrameModelManifest> {
    return readFrameManifest(files);
  }
}

function totalBytes(manifest: Listing): number {
  return filesOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The cache, or undefined where the browser keeps none. */
async function openCache(): Promise<Cache | undefined> {
  try {
    return await caches.open(MODEL_CACHE);
  } catch {
    return undefined;
  }
}
