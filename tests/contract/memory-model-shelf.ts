import { refuseFileName } from '#core/domain/models/file-names.ts';
import type { ByteSpan, ModelShelf, PartWriter } from '#core/domain/models/model-shelf.ts';
import { unsafe } from '#core/domain/models/unsafe-file.ts';
import type { ModelId } from '#core/schema/catalogue.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';

/** A shelf that forgets. */
export class MemoryModelShelf implements ModelShelf {
  readonly #models = new Map<ModelId, KeptModel>();
  readonly #files = new Map<string, Uint8Array>();
  readonly #held = new Set<ModelId>();

  #next: MemoryModelShelf | undefined;

  get next(): MemoryModelShelf {
    return (this.#next ??= new MemoryModelShelf());
  }

  async replace(id: ModelId, path: string): Promise<void> {
    const file = this.next.#files.get(keyOf(id, path));
    if (!file) throw new Error(`there is no newer ${path}`);
    this.#files.set(keyOf(id, path), file);
    this.next.#files.delete(keyOf(id, path));
  }

  async list(): Promise<readonly KeptModel[]> {
    return [...this.#models.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async get(id: ModelId): Promise<KeptModel | undefined> {
    return this.#models.get(id);
  }

  async put(model: KeptModel): Promise<void> {
    this.#models.set(model.id, structuredClone(model));
  }

  async partBytes(id: ModelId, path: string): Promise<number> {
    return this.#files.get(`${keyOf(id, path)}.part`)?.length ?? 0;
  }

  async append(id: ModelId, path: string): Promise<PartWriter> {
    const key = `${keyOf(id, path)}.part`;
    this.#files.set(key, this.#files.get(key) ?? new Uint8Array(0));
    return {
      write: async (bytes) => void this.#files.set(key, Uint8Array.from([...this.#files.get(key)!, ...bytes])),
      close: async () => undefined,
    };
  }

  async *readPart(id: ModelId, path: string, span?: ByteSpan): AsyncIterable<Uint8Array> {
    yield* partOf(this.#files.get(`${keyOf(id, path)}.part`), span);
  }

  async dropPart(id: ModelId, path: string): Promise<void> {
    this.#files.delete(`${keyOf(id, path)}.part`);
  }

  async commit(id: ModelId, path: string): Promise<void> {
    const part = this.#files.get(`${keyOf(id, path)}.part`);
    if (!part) throw new Error(`there is no part of ${path}`);
    this.#files.set(keyOf(id, path), part);
    this.#files.delete(`${keyOf(id, path)}.part`);
  }

  async bytesOf(id: ModelId, path: string): Promise<number | undefined> {
    return this.#files.get(keyOf(id, path))?.length;
  }

  async *read(id: ModelId, path: string, span?: ByteSpan): AsyncIterable<Uint8Array> {
    yield* partOf(this.#files.get(keyOf(id, path)), span);
  }

  async drop(id: ModelId, path: string): Promise<void> {
    this.#files.delete(keyOf(id, path));
  }

  async remove(id: ModelId): Promise<void> {
    this.#models.delete(id);
    for (const key of this.#files.keys()) if (key.startsWith(`${id}/`)) this.#files.delete(key);
  }

  async room(): Promise<number | undefined> {
    return undefined;
  }

  async hold(id: ModelId): Promise<(() => Promise<void>) | undefined> {
    if (this.#held.has(id)) return undefined;
    this.#held.add(id);
    return async () => void this.#held.delete(id);
  }
}

function keyOf(id: ModelId, path: string): string {
  const why = refuseFileName(path);
  if (why) throw unsafe(path, why);
  return `${id}/${path}`;
}

function* partOf(bytes: Uint8Array | undefined, span?: ByteSpan): Iterable<Uint8Array> {
  if (!bytes) throw new Error('there is no such file');
  const part = span ? bytes.subarray(span.start, span.end + 1) : bytes;
  if (part.length > 0) yield part;
}
