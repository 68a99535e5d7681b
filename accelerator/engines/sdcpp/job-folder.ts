import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { headerBytes, isSafetensorsHeader, LENGTH_BYTES } from '#core/domain/pool/safetensors.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { LoraUse } from '#core/schema/lora-use.ts';
import type { Picture } from '#core/schema/request.ts';
import type { MediaShelf } from '../../media/ports.ts';
import { JOB, type PlacedLora } from './arguments.ts';

/** Left free beside what the frames may take, in bytes. */
const SPARE = 50_000_000;

/** The folder of one job, for what sd-cli reads and writes. */
export class JobFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Its name holds the process that it belongs to, so that one that was left behind is known. */
  static async make(scratch: string): Promise<JobFolder> {
    await mkdir(scratch, { recursive: true });
    const folder = new JobFolder(await mkdtemp(path.join(scratch, `job-${process.pid}-`)));
    await mkdir(path.join(folder.path, JOB.frames));
    return folder;
  }

  /** Removes the folders of processes that are gone: of a machine that lost its power nobody else does. */
  static async sweep(scratch: string): Promise<void> {
    for (const name of await readdir(scratch).catch(() => [])) {
      const [, pid] = /^job-(\d+)-/.exec(name) ?? [];
      if (pid !== undefined && !isAlive(Number(pid))) await rm(path.join(scratch, name), { recursive: true, force: true });
    }
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Throws FaultError `no-room-on-disk` where frames of so many bytes may not fit. */
  async needRoom(frames: number): Promise<void> {
    const free = await this.freeBytes();
    const needed = frames + SPARE;
    if (free < needed) throw new FaultError('no-room-on-disk', { file: 'The clip', needed, free });
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize;
  }

  async placePicture(name: string, { width, height, rgb }: Picture): Promise<void> {
    await sharp(rgb, { raw: { width, height, channels: 3 } }).png({ compressionLevel: 1 }).toFile(path.join(this.path, name));
  }

  /** Lays the files of a LoRA down under names of their hashes. Throws FaultError `lora-unreadable` where one is none, or not there. */
  async placeLora({ asset, name, weight, low }: LoraUse, media: Pick<MediaShelf, 'get'>): Promise<PlacedLora[]> {
    if (!low) return [{ file: await this.#placeFile(asset, name, media), weight, for: expertOf(name) }];
    return [
      { file: await this.#placeFile(asset, name, media), weight, for: 'high' },
      { file: await this.#placeFile(low.asset, low.name, media), weight, for: 'low' },
    ];
  }

  /** Answers the name that it has there. */
  async #placeFile(asset: Sha256, name: string, media: Pick<MediaShelf, 'get'>): Promise<string> {
    const kept = await media.get(asset);
    if (!kept) throw new FaultError('lora-unreadable', { file: name });
    const folder = path.join(this.path, JOB.loras);
    await mkdir(folder, { recursive: true });
    const file = `${asset}.safetensors`;
    await pipeline(kept.read(), createWriteStream(path.join(folder, file)));
    if (!(await isSafetensors(path.join(folder, file)))) throw new FaultError('lora-unreadable', { file: name });
    return file;
  }
}

/** Whom a LoRA of one file is for, by its name. */
function expertOf(name: string): PlacedLora['for'] {
  const words = name.toLowerCase();
  return /high.?noise/.test(words) ? 'high' : /low.?noise/.test(words) ? 'low' : 'both';
}

async function isSafetensors(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const start = Buffer.alloc(Math.min(LENGTH_BYTES, size));
    await handle.read(start, 0, start.length, 0);
    const length = headerBytes(start, size);
    if (length === undefined) return false;
    const header = Buffer.alloc(length);
    const { bytesRead } = await handle.read(header, 0, length, LENGTH_BYTES);
    return bytesRead === length && isSafetensorsHeader(header.toString('utf8'), size - LENGTH_BYTES - length);
  } finally {
    await handle.close();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
