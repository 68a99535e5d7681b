import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { NEXT } from '../../models/record-beside.ts';
import { isModelName, type ModelFile, readModelFile, roleOfName } from './model-file.ts';

/** How deep a folder is searched, and how many of its entries are looked at. */
const DEEPEST = 5;
const MOST_ENTRIES = 20_000;

/** What lies in the folders. */
export interface Found {
  readonly files: readonly ModelFile[];
  /** Files that a model would need but that cannot be used, and why. */
  readonly broken: readonly { readonly file: string; readonly fault: Fault }[];
  /** Changes whenever a file comes, goes or changes. */
  readonly mark: string;
}

interface Read {
  readonly mark: string;
  readonly file?: ModelFile;
  readonly fault?: Fault;
}

/** The model files of some folders. A file is opened once, and again when its size or time has changed. */
export class ModelShelf {
  readonly #folders: readonly string[];
  #known = new Map<string, Read>();

  constructor(folders: readonly string[]) {
    this.#folders = folders;
  }

  /** Where a missing file is to be put. */
  get folder(): string {
    return this.#folders[0] ?? 'a folder that the setting sdModels names';
  }

  async look(): Promise<Found> {
    const known = new Map<string, Read>();
    const visited = new Set<string>();
    for (const folder of this.#folders) await this.#walk(folder, 0, visited, known);
    this.#known = known;
    const read = [...known].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      files: read.flatMap(([, { file }]) => (file ? [file] : [])),
      broken: read.flatMap(([name, { fault }]) => (fault ? [{ file: path.basename(name), fault }] : [])),
      mark: read.map(([name, { mark }]) => `${name} ${mark}`).join('\n'),
    };
  }

  /** Links are followed, as many keep their models elsewhere; a folder is only entered once. */
  async #walk(folder: string, depth: number, visited: Set<string>, known: Map<string, Read>): Promise<void> {
    const real = await realpath(folder).catch(() => undefined);
    if (real === undefined || visited.has(real)) return;
    visited.add(real);
    const entries = await readdir(real, { withFileTypes: true }).catch((): Dirent[] => []);
    for (const entry of entries.slice(0, MOST_ENTRIES)) {
      if (visited.size + known.size > MOST_ENTRIES) return;
      const place = path.join(folder, entry.name);
      const role = isModelName(entry.name) ? roleOfName(entry.name) : undefined;
      if (role) known.set(place, await this.#read(place));
      else if (entry.name !== NEXT && depth < DEEPEST && (entry.isDirectory() || entry.isSymbolicLink())) await this.#walk(place, depth + 1, visited, known);
    }
  }

  async #read(place: string): Promise<Read> {
    const name = path.basename(place);
    const role = roleOfName(name);
    try {
      const { size, mtimeMs, ino } = await stat(place);
      const mark = `${size} ${mtimeMs} ${ino}`;
      const before = this.#known.get(place);
      if (before?.mark === mark) return before;
      try {
        return role ? { mark, file: await readModelFile(place, role) } : { mark };
      } catch (error) {
        if (error instanceof FaultError) return { mark, fault: error.fault };
        throw error;
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      return { mark: code, fault: { reason: 'file-unreadable', facts: { file: name, problem: `the system says ${code}` } } };
    }
  }
}
