import { loadPart } from '#core/domain/load-part.ts';
import type { SongAnalysis } from '#core/domain/music/song-analysis.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { reportingFaults } from './faults.ts';
import type { HearingStore } from './ports.ts';

/** How it is written; songs are heard on few visits. */
const writing = () => loadPart(() => import('./hearing-file.ts'));

/** What was heard in songs as files in the private file system, each under its song's hash. */
export class OpfsHearingStore implements HearingStore {
  readonly #folder: string;

  constructor(name: string) {
    this.#folder = `${name}-hearings`;
  }

  async get(song: Sha256): Promise<SongAnalysis | undefined> {
    const handle = await (await this.#open()).getFileHandle(song).catch(() => undefined);
    const file = await handle?.getFile();
    return file && (await writing()).readHearing(await file.arrayBuffer());
  }

  put(song: Sha256, heard: SongAnalysis): Promise<void> {
    return reportingFaults(async () => {
      const { writeHearing } = await writing();
      const handle = await (await this.#open()).getFileHandle(song, { create: true });
      const file = await handle.createWritable();
      await file.write(writeHearing(heard));
      await file.close();
    }, 'storage-refused');
  }

  async keepOnly(stays: (song: Sha256) => Promise<boolean>): Promise<void> {
    const folder = await this.#open();
    const songs: string[] = [];
    for await (const song of folder.keys()) songs.push(song);
    for (const song of songs) if (!(await stays(song as Sha256))) await folder.removeEntry(song).catch(() => undefined);
  }

  #open(): Promise<FileSystemDirectoryHandle> {
    return reportingFaults(async () => (await navigator.storage.getDirectory()).getDirectoryHandle(this.#folder, { create: true }), 'storage-refused');
  }
}

/** The same for as long as the tab lives. */
export class MemoryHearingStore implements HearingStore {
  readonly #heard = new Map<Sha256, SongAnalysis>();

  async get(song: Sha256): Promise<SongAnalysis | undefined> {
    return structuredClone(this.#heard.get(song));
  }

  async put(song: Sha256, heard: SongAnalysis): Promise<void> {
    this.#heard.set(song, structuredClone(heard));
  }

  async keepOnly(stays: (song: Sha256) => Promise<boolean>): Promise<void> {
    for (const song of [...this.#heard.keys()]) if (!(await stays(song))) this.#heard.delete(song);
  }
}
