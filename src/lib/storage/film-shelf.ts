import { ExportedFilm } from '#core/schema/exported-film.ts';
import { FaultError } from '#core/schema/fault.ts';
import { reportingFaults } from './faults.ts';

/** Where exported films lie in the private file system: the film itself, and beside it what it is. */
const FOLDER = 'kinora-films';
const UNFINISHED = '.part';
const FACTS = '.json';
/** A film that nobody has written to for so long is nobody's any more. Milliseconds. */
const LEFT_MS = 60_000;
/** How often, and how long in between, a file is tried that a worker may still be holding. Milliseconds. */
const TRIES = 20;
const TRY_MS = 50;

interface MovableHandle extends FileSystemFileHandle {
  move(name: string): Promise<void>;
}

/** A film that is being written. */
export interface FilmInMaking {
  readonly id: string;
  readonly handle: FileSystemFileHandle;
}

/** Films as files, kept until a person removes them: too large for the store of takes, which writes each whole. */
export class FilmShelf {
  readonly #folder: string;

  constructor(folder = FOLDER) {
    this.#folder = folder;
  }

  /** An empty file for a film. Throws FaultError `storage-refused` where the browser keeps nothing. */
  begin(id: string = crypto.randomUUID()): Promise<FilmInMaking> {
    return reportingFaults(async () => {
      const folder = await this.#open();
      return { id, handle: await folder.getFileHandle(id + UNFINISHED, { create: true }) };
    }, 'storage-refused');
  }

  /** Keeps a film that has been written, under its own name; it is listed from now on. */
  keep({ handle }: FilmInMaking, film: ExportedFilm): Promise<void> {
    return reportingFaults(async () => {
      await (handle as MovableHandle).move(film.id);
      const facts = await (await this.#open()).getFileHandle(film.id + FACTS, { create: true });
      const file = await facts.createWritable();
      await file.write(JSON.stringify(film));
      await file.close();
    }, 'storage-refused');
  }

  /** Removes what was written of a film, also while the worker that wrote it is just ending. */
  async drop({ id }: FilmInMaking): Promise<void> {
    const folder = await this.#open();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await removeFrom(folder, id + UNFINISHED);
      } catch (error) {
        if (attempt === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, TRY_MS));
      }
    }
  }

  /** All films, the newest first. What was left behind half is removed. */
  async all(): Promise<readonly ExportedFilm[]> {
    const films: ExportedFilm[] = [];
    const folder = await this.#open().catch(() => undefined);
    for await (const [name, handle] of folder?.entries() ?? []) {
      if (handle.kind !== 'file') continue;
      const file = await (handle as FileSystemFileHandle).getFile();
      if (name.endsWith(UNFINISHED)) {
        // In the hands of another tab it cannot be removed, and stays.
        if (Date.now() - file.lastModified > LEFT_MS) await folder!.removeEntry(name).catch(() => undefined);
      } else if (name.endsWith(FACTS)) {
        const film = ExportedFilm.safeParse(parsed(await file.text()));
        if (film.success && (await this.file(film.data))) films.push(film.data);
      }
    }
    return films.sort((a, b) => b.madeAt - a.madeAt);
  }

  /** The film's bytes; undefined where they are gone. */
  async file({ id, type }: Pick<ExportedFilm, 'id' | 'type'>): Promise<Blob | undefined> {
    const handle = await (await this.#open()).getFileHandle(id).catch(() => undefined);
    const file = await handle?.getFile();
    return file?.slice(0, file.size, type);
  }

  async delete({ id }: Pick<ExportedFilm, 'id'>): Promise<void> {
    const folder = await this.#open();
    for (const name of [id + FACTS, id]) await removeFrom(folder, name);
  }

  async #open(): Promise<FileSystemDirectoryHandle> {
    try {
      return await (await navigator.storage.getDirectory()).getDirectoryHandle(this.#folder, { create: true });
    } catch (cause) {
      throw new FaultError('storage-refused', {}, { cause });
    }
  }
}

async function removeFrom(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await folder.removeEntry(name);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
