import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { openLog } from '#core/document/log/open-log.ts';
import { seal } from '#core/document/log/sealed.ts';
import type { Origin } from '#core/document/edit.ts';
import type { ProjectDocument } from '#core/document/project-document.ts';
import { toUtf8 } from '#core/domain/bytes/text-bytes.ts';
import type { TakeId } from '#core/schema/ids.ts';
import { Take } from '#core/schema/take.ts';
import { type HeldFolder, holdFolder } from '../../daemon/data-folder.ts';
import { DiskShelf } from '../../media/disk-shelf.ts';
import { writeWhole } from '../output-file.ts';
import { UsageError } from '../usage-error.ts';

/** Where new ids and times of documents come from. */
export const ORIGIN: Origin = { newId: randomUUID, now: Date.now };

const PROJECT = 'project.bin';
/** Says which brief the work is for. */
const BRIEF = 'brief';

/**
 * What was made of a brief so far: the project, its takes and their media, each written whole or not at all, so that
 * work that was stopped, or killed, goes on where it was. Held by one process at a time.
 */
export class WorkFolder {
  readonly folder: string;
  readonly media: DiskShelf;
  readonly #held: HeldFolder;
  readonly #takes: Map<TakeId, Take>;

  private constructor(folder: string, media: DiskShelf, held: HeldFolder, takes: Map<TakeId, Take>) {
    this.folder = folder;
    this.media = media;
    this.#held = held;
    this.#takes = takes;
  }

  /**
   * Opens the folder for a brief, which `name` stands for, making it where it is missing; `fresh` forgets what is in it.
   * Throws UsageError where another process works there, or where it holds the work of another brief.
   */
  static async open(folder: string, name: string, { fresh = false } = {}): Promise<WorkFolder> {
    const held = holdFolder(folder, '--work');
    if (!held.ok) throw new UsageError(held.fault);
    try {
      if (fresh) for (const part of [BRIEF, PROJECT, 'takes', 'media']) await rm(path.join(folder, part), { recursive: true, force: true });
      const kept = await readFile(path.join(folder, BRIEF), 'utf8').catch(() => undefined);
      if (kept !== undefined && kept !== name) throw new UsageError(`${folder} holds the work of another brief or model. Name another folder with --work, or forget what is there with --fresh.`);
      if (kept === undefined) await writeWhole(path.join(folder, BRIEF), toUtf8(name));
      await mkdir(path.join(folder, 'takes'), { recursive: true });
      const media = await DiskShelf.open(path.join(folder, 'media'));
      return new WorkFolder(folder, media, held.value, await readTakes(path.join(folder, 'takes'), media));
    } catch (error) {
      held.value.release();
      throw error;
    }
  }

  get takes(): ReadonlyMap<TakeId, Take> {
    return this.#takes;
  }

  /** The project as it was left; undefined where none was begun, or what is left of it cannot be read. */
  async project(): Promise<ProjectDocument | undefined> {
    const bytes = await readFile(path.join(this.folder, PROJECT)).catch(() => undefined);
    const opened = bytes && openLog([new Uint8Array(bytes)], ORIGIN);
    return opened?.ok && opened.value.setAside.length === 0 ? opened.value.document : undefined;
  }

  async keepProject(document: ProjectDocument): Promise<void> {
    await writeWhole(path.join(this.folder, PROJECT), seal(document.encode()));
  }

  /** Its media must be on the shelf. */
  async keepTake(take: Take): Promise<void> {
    await writeWhole(path.join(this.folder, 'takes', `${take.id}.json`), toUtf8(JSON.stringify(take)));
    this.#takes.set(take.id, take);
  }

  release(): void {
    this.#held.release();
  }
}

/** The takes whose record can be read and whose media are there; what a full disk or a kill left is made again. */
async function readTakes(folder: string, media: DiskShelf): Promise<Map<TakeId, Take>> {
  const takes = new Map<TakeId, Take>();
  for (const name of (await readdir(folder)).sort()) {
    if (!name.endsWith('.json')) continue;
    const take = Take.safeParse(await readJson(path.join(folder, name))).data;
    if (take && [take.media, take.poster, take.filmstrip].every(({ sha256, bytes }) => media.bytesOf(sha256) === bytes)) takes.set(take.id, take);
  }
  return takes;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
