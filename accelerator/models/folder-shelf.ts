import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, realpath, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { refuseFileName } from '#core/domain/models/file-names.ts';
import type { ByteSpan, ModelShelf, PartWriter } from '#core/domain/models/model-shelf.ts';
import { unsafe } from '#core/domain/models/unsafe-file.ts';
import { ModelId } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import { KeptModel } from '#core/schema/kept-model.ts';
import { writeFileWhole } from '../pairing/write-file.ts';
import { NEXT, RECORD } from './record-beside.ts';

const PART = '.part';
const LOCK = '.lock';
const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/**
 * Models in a folder: `<id>/` with the files under their own names, where engines find them, and `<id>.model.json`
 * beside it with what is known of them. Several processes may work in one folder.
 */
export class FolderShelf implements ModelShelf {
  readonly #root: string;

  constructor(root: string) {
    this.#root = path.resolve(root);
  }

  get next(): FolderShelf {
    return new FolderShelf(path.join(this.#root, NEXT));
  }

  /** The folder of a model. */
  folderOf(id: ModelId): string {
    return path.join(this.#root, id);
  }

  async list(): Promise<readonly KeptModel[]> {
    const names = await readdir(this.#root).catch((): string[] => []);
    const ids = names.filter((name) => name.endsWith(RECORD)).map((name) => ModelId.safeParse(name.slice(0, -RECORD.length)));
    const models = await Promise.all(ids.map(async (id) => (id.success ? this.get(id.data) : undefined)));
    return models.filter((model) => model !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async get(id: ModelId): Promise<KeptModel | undefined> {
    const text = await readFile(this.#recordOf(id), 'utf8').catch(() => undefined);
    const model = KeptModel.safeParse(text === undefined ? undefined : parsed(text));
    return model.success && model.data.id === id ? model.data : undefined;
  }

  async put(model: KeptModel): Promise<void> {
    await mkdir(this.#root, { recursive: true });
    writeFileWhole(this.#recordOf(model.id), `${JSON.stringify(model, null, 2)}\n`);
  }

  partBytes(id: ModelId, file: string): Promise<number> {
    return sizeOf(this.#placeOf(id, file) + PART).then((bytes) => bytes ?? 0);
  }

  async append(id: ModelId, file: string): Promise<PartWriter> {
    const place = this.#placeOf(id, file) + PART;
    await this.#makeFolder(id, file);
    const handle = await open(place, 'a', 0o644);
    return {
      async write(bytes) {
        try {
          await handle.appendFile(bytes);
        } catch (cause) {
          throw asFault(cause, file);
        }
      },
      close: () => handle.close(),
    };
  }

  async *readPart(id: ModelId, file: string, span?: ByteSpan): AsyncIterable<Uint8Array> {
    yield* createReadStream(this.#placeOf(id, file) + PART, span);
  }

  dropPart(id: ModelId, file: string): Promise<void> {
    return rm(this.#placeOf(id, file) + PART, { force: true });
  }

  async commit(id: ModelId, file: string): Promise<void> {
    const place = this.#placeOf(id, file);
    const handle = await open(place + PART, 'r+');
    try {
      await handle.sync();
    } catch (cause) {
      throw asFault(cause, file);
    } finally {
      await handle.close();
    }
    await rename(place + PART, place);
  }

  async replace(id: ModelId, file: string): Promise<void> {
    await this.#makeFolder(id, file);
    await rename(this.next.#placeOf(id, file), this.#placeOf(id, file));
  }

  /** A link that leads out of the model's folder leads to nothing. */
  async bytesOf(id: ModelId, file: string): Promise<number | undefined> {
    const place = this.#placeOf(id, file);
    const [real, home] = await Promise.all([place, this.#root].map((each) => realpath(each).catch(() => undefined)));
    return real !== undefined && home !== undefined && real.startsWith(path.join(home, id) + path.sep) ? sizeOf(place) : undefined;
  }

  async *read(id: ModelId, file: string, span?: ByteSpan): AsyncIterable<Uint8Array> {
    yield* createReadStream(this.#placeOf(id, file), span);
  }

  drop(id: ModelId, file: string): Promise<void> {
    return rm(this.#placeOf(id, file), { force: true });
  }

  async remove(id: ModelId): Promise<void> {
    // The record last: whoever is killed in between still lists the model, and can remove the rest.
    await rm(this.folderOf(id), { recursive: true, force: true });
    await rm(this.#recordOf(id), { force: true });
  }

  async room(): Promise<number | undefined> {
    for (let folder = this.#root; ; folder = path.dirname(folder)) {
      const free = await statfs(folder).then(({ bavail, bsize }) => bavail * bsize, () => undefined);
      if (free !== undefined || folder === path.dirname(folder)) return free;
    }
  }

  async hold(id: ModelId): Promise<(() => Promise<void>) | undefined> {
    await mkdir(this.#root, { recursive: true });
    // The lock is the system's: it ends with the process, however that ends.
    const lock = new Database(path.join(this.#root, `.${id}${LOCK}`), { timeout: 0 });
    try {
      lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      if ((error as NodeJS.ErrnoException).code === 'SQLITE_BUSY') return undefined;
      throw error;
    }
    return async () => void lock.close();
  }

  #recordOf(id: ModelId): string {
    return path.join(this.#root, id + RECORD);
  }

  /** Throws FaultError `model-file-unsafe` for a path that is none inside of a model's folder. */
  #placeOf(id: ModelId, file: string): string {
    const why = refuseFileName(file);
    if (why) throw unsafe(file, why);
    return path.join(this.folderOf(ModelId.parse(id)), ...file.split('/'));
  }

  /** Makes the folders of a file. A link on the way that leads out of the model's folder is not followed. */
  async #makeFolder(id: ModelId, file: string): Promise<void> {
    const folder = path.dirname(this.#placeOf(id, file));
    await mkdir(this.folderOf(id), { recursive: true });
    const home = path.join(await realpath(this.#root), id);
    if ((await realpath(this.folderOf(id))) !== home) throw unsafe(file, 'name');
    for (let at = this.folderOf(id), steps = path.relative(at, folder).split(path.sep).filter(Boolean); ; ) {
      const step = steps.shift();
      if (step === undefined) return;
      at = path.join(at, step);
      await mkdir(at, { recursive: true });
      if (!(await realpath(at)).startsWith(home + path.sep)) throw unsafe(file, 'name');
    }
  }
}

const sizeOf = (file: string): Promise<number | undefined> =>
  stat(file).then(
    (entry) => (entry.isFile() ? entry.size : undefined),
    () => undefined,
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const asFault = (cause: unknown, file: string): unknown =>
  FULL.includes((cause as NodeJS.ErrnoException).code ?? '') ? new FaultError('no-room-on-disk', { file }, { cause }) : cause;
