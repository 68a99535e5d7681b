import { AwaitedFilm } from '#core/schema/awaited-film.ts';
import { reportingFaults } from './faults.ts';

const FOLDER = 'kinora-awaited-films';

/** The films that accelerators make for this browser, each a file of the private file system until it is over. */
export class AwaitedFilms {
  readonly #folder: string;

  constructor(folder = FOLDER) {
    this.#folder = folder;
  }

  /** Throws FaultError `storage-refused` where the browser keeps nothing. */
  write(film: AwaitedFilm): Promise<void> {
    return reportingFaults(async () => {
      const file = await (await (await this.#open()).getFileHandle(film.id, { create: true })).createWritable();
      await file.write(JSON.stringify(film));
      await file.close();
    }, 'storage-refused');
  }

  /** A film, as long as it is awaited. */
  async get(id: string): Promise<AwaitedFilm | undefined> {
    const handle = await (await this.#open()).getFileHandle(id).catch(() => undefined);
    return handle && read(handle);
  }

  /** All of them. What cannot be read was half written when the page was left, and is removed. */
  async all(): Promise<readonly AwaitedFilm[]> {
    const films: AwaitedFilm[] = [];
    const folder = await this.#open();
    for await (const [name, handle] of folder.entries()) {
      const film = handle.kind === 'file' ? await read(handle as FileSystemFileHandle) : undefined;
      if (film) films.push(film);
      else await folder.removeEntry(name);
    }
    return films;
  }

  async drop(id: string): Promise<void> {
    await (await this.#open()).removeEntry(id).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
    });
  }

  async #open(): Promise<FileSystemDirectoryHandle> {
    return (await navigator.storage.getDirectory()).getDirectoryHandle(this.#folder, { create: true });
  }
}

async function read(handle: FileSystemFileHandle): Promise<AwaitedFilm | undefined> {
  try {
    return AwaitedFilm.parse(JSON.parse(await (await handle.getFile()).text()));
  } catch {
    return undefined;
  }
}
