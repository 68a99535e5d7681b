import { refuseFileName } from '#core/domain/models/file-names.ts';
import type { ByteSpan, ModelShelf, PartWriter } from '#core/domain/models/model-shelf.ts';
import { unsafe } from '#core/domain/models/unsafe-file.ts';
import type { FileAtHand } from '#core/pipelines/runtime.ts';
import { ModelId } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import { KeptModel } from '#core/schema/kept-model.ts';
import { AccessAtHand } from './access-at-hand.ts';
import { BlobAtHand } from './blob-at-hand.ts';
import { reportingFaults } from './faults.ts';
import { MODELS_FOLDER } from './models-folder.ts';
import { openPatiently } from './open-access.ts';
import { sizeIn, type WorkerAccess, type WorkerFileHandle } from './write-blob.ts';

const RECORD = '.model.json';
const PART = '.part';
/** The folder among those of the models where newer versions lie that are not whole yet. */
const NEXT = '.next';
/** Read at once, in bytes. */
const PORTION = 4 * 2 ** 20;
/** How often a record is read that is replaced while it is read. */
const READS = 20;

/**
 * Models in the private file system: `<id>/` with the files under their own names, and `<id>.model.json` beside it with
 * what is known of them. Several tabs may work in one folder. Reading works anywhere; writing needs a worker, as only
 * workers have the synchronous handles that every browser offers.
 */
export class OpfsModelShelf implements ModelShelf {
  readonly #folder: string;

  /** `folder`: its path in the private file system. */
  constructor(folder = MODELS_FOLDER) {
    this.#folder = folder;
  }

  get next(): OpfsModelShelf {
    return new OpfsModelShelf(`${this.#folder}/${NEXT}`);
  }

  async list(): Promise<readonly KeptModel[]> {
    const root = await this.#root(false);
    const ids: ModelId[] = [];
    for await (const [name, handle] of root?.entries() ?? []) {
      const id = ModelId.safeParse(name.endsWith(RECORD) ? name.slice(0, -RECORD.length) : '');
      if (handle.kind === 'file' && id.success) ids.push(id.data);
    }
    const models = await Promise.all(ids.map((id) => this.get(id)));
    return models.filter((model) => model !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async get(id: ModelId): Promise<KeptModel | undefined> {
    const root = await this.#root(false);
    const text = root && (await textOf(root, id + RECORD));
    const model = KeptModel.safeParse(text === undefined ? undefined : parsed(text));
    return model.success && model.data.id === id ? model.data : undefined;
  }

  async put(model: KeptModel): Promise<void> {
    const root = await this.#root(true);
    const name = model.id + RECORD;
    const handle = (await root.getFileHandle(name + PART, { create: true })) as WorkerFileHandle;
    await reportingFaults(async () => {
      const access = await openPatiently(handle);
      try {
        access.truncate(0);
        writeAll(access, new TextEncoder().encode(JSON.stringify(model)), 0, model.name);
        access.flush();
      } finally {
        access.close();
      }
      await handle.move(name);
    });
  }

  async partBytes(id: ModelId, path: string): Promise<number> {
    return (await this.#sizeOf(id, path, PART)) ?? 0;
  }

  async append(id: ModelId, path: string): Promise<PartWriter> {
    const folder = await this.#folderOf(id, path, true);
    const access = await openPatiently((await folder.getFileHandle(nameIn(path) + PART, { create: true })) as WorkerFileHandle);
    let at = access.getSize();
    return {
      async write(bytes) {
        await reportingFaults(async () => writeAll(access, bytes, at, path));
        at += bytes.length;
      },
      async close() {
        try {
          await reportingFaults(async () => access.flush());
        } finally {
          access.close();
        }
      },
    };
  }

  readPart(id: ModelId, path: string, span?: ByteSpan): AsyncIterable<Uint8Array> {
    return this.#read(id, path, PART, span);
  }

  async dropPart(id: ModelId, path: string): Promise<void> {
    await this.#remove(id, path, PART);
  }

  async commit(id: ModelId, path: string): Promise<void> {
    const folder = await this.#folderOf(id, path, false);
    const handle = (await folder?.getFileHandle(nameIn(path) + PART)) as WorkerFileHandle | undefined;
    if (!handle) throw new FaultError('model-file-missing', { file: path });
    await reportingFaults(() => handle.move(nameIn(path)));
  }

  async replace(id: ModelId, path: string): Promise<void> {
    const from = await this.next.#folderOf(id, path, false);
    const handle = (await from?.getFileHandle(nameIn(path)).catch(absent)) as WorkerFileHandle | undefined;
    if (!handle) throw new FaultError('model-file-missing', { file: path });
    const to = await this.#folderOf(id, path, true);
    await reportingFaults(() => handle.move(to, nameIn(path)));
  }

  bytesOf(id: ModelId, path: string): Promise<number | undefined> {
    return this.#sizeOf(id, path, '');
  }

  read(id: ModelId, path: string, span?: ByteSpan): AsyncIterable<Uint8Array> {
    return this.#read(id, path, '', span);
  }

  async drop(id: ModelId, path: string): Promise<void> {
    await this.#remove(id, path, '');
  }

  async remove(id: ModelId): Promise<void> {
    const root = await this.#root(false);
    // The record last: whoever is killed in between still lists the model, and can remove the rest.
    await root?.removeEntry(id, { recursive: true }).catch(absent);
    await root?.removeEntry(id + RECORD + PART).catch(absent);
    await root?.removeEntry(id + RECORD).catch(absent);
  }

  async room(): Promise<number | undefined> {
    const { quota, usage } = (await navigator.storage.estimate?.().catch(() => undefined)) ?? {};
    return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
  }

  /** The lock is the browser's: it ends with the tab, however that ends. */
  hold(id: ModelId): Promise<(() => Promise<void>) | undefined> {
    return new Promise((resolve, reject) => {
      const held = navigator.locks.request(this.lockOf(id), { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) =>
          resolve(async () => {
            release();
            await held;
          }),
        );
      });
      held.catch(reject);
    });
  }

  /** The name of the lock that whoever has a model in hand holds. */
  lockOf(id: ModelId): string {
    return `${this.#folder}/${id}`;
  }

  /** A whole file, with nothing of it read yet; undefined where there is none. */
  async file(id: ModelId, path: string): Promise<File | undefined> {
    return this.#fileOf(id, path, '');
  }

  /** The same to be read at once, in a worker; undefined where there is none. Whoever asks closes it. */
  async atHand(id: ModelId, path: string): Promise<FileAtHand | undefined> {
    const folder = await this.#folderOf(id, path, false);
    const handle = await folder?.getFileHandle(nameIn(path)).catch(absent);
    return handle && ((await AccessAtHand.open(handle, path)) ?? new BlobAtHand(await handle.getFile(), path));
  }

  async *#read(id: ModelId, path: string, end: string, span?: ByteSpan): AsyncIterable<Uint8Array> {
    const file = await this.#fileOf(id, path, end);
    if (!file) throw new FaultError('model-file-missing', { file: path });
    const part = span ? file.slice(span.start, span.end + 1) : file;
    for (let at = 0; at < part.size; at += PORTION) yield new Uint8Array(await part.slice(at, at + PORTION).arrayBuffer());
  }

  async #sizeOf(id: ModelId, path: string, end: string): Promise<number | undefined> {
    const folder = await this.#folderOf(id, path, false);
    return folder && sizeIn(folder, nameIn(path) + end);
  }

  async #fileOf(id: ModelId, path: string, end: string): Promise<File | undefined> {
    const folder = await this.#folderOf(id, path, false);
    return (await folder?.getFileHandle(nameIn(path) + end).catch(absent))?.getFile().catch(absent);
  }

  async #remove(id: ModelId, path: string, end: string): Promise<void> {
    const folder = await this.#folderOf(id, path, false);
    await folder?.removeEntry(nameIn(path) + end).catch(absent);
  }

  async #folderOf(id: ModelId, path: string, create: true): Promise<FileSystemDirectoryHandle>;
  async #folderOf(id: ModelId, path: string, create: false): Promise<FileSystemDirectoryHandle | undefined>;
  /** The folder of a file. Throws FaultError `model-file-unsafe` for a path that is none inside of a model's folder. */
  async #folderOf(id: ModelId, path: string, create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
    const why = refuseFileName(path);
    if (why) throw unsafe(path, why);
    let folder = create ? await this.#root(true) : await this.#root(false);
    for (const step of [ModelId.parse(id), ...path.split('/').slice(0, -1)]) {
      folder = await folder?.getDirectoryHandle(step, { create }).catch(create ? failing : absent);
    }
    return folder;
  }

  async #root(create: true): Promise<FileSystemDirectoryHandle>;
  async #root(create: false): Promise<FileSystemDirectoryHandle | undefined>;
  async #root(create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
    try {
      let folder: FileSystemDirectoryHandle | undefined = await navigator.storage.getDirectory();
      for (const step of this.#folder.split('/')) folder = await folder?.getDirectoryHandle(step, { create }).catch(create ? failing : absent);
      return folder;
    } catch (cause) {
      if (!create) return undefined;
      throw new FaultError('storage-refused', {}, { cause });
    }
  }
}

/** The text of a file; undefined where there is none. One that is put in its place meanwhile takes it from who reads: then it is read anew. */
async function textOf(folder: FileSystemDirectoryHandle, name: string): Promise<string | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const handle = await folder.getFileHandle(name).catch(absent);
    if (!handle) return undefined;
    try {
      return await (await handle.getFile()).text();
    } catch (error) {
      if (!(error instanceof DOMException) || attempt === READS) throw error;
    }
  }
}

const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** All of it, or nothing: a disk that is full takes only a part, and what was there before stays. */
function writeAll(access: WorkerAccess, bytes: Uint8Array, at: number, file: string): void {
  try {
    if (access.write(bytes, { at }) < bytes.length) throw new FaultError('no-room-on-disk', { file });
  } catch (error) {
    access.truncate(at);
    throw error;
  }
}

function failing(error: unknown): never {
  throw error;
}

function absent(error: unknown): undefined {
  if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
  throw error;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
