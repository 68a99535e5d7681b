import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { portionsOf, streamingSha256 } from './stream-digest.ts';
import { sizeIn, UNFINISHED, type WorkerAccess, type WorkerFileHandle } from './write-blob.ts';

/** Hears how much of a file is written, 0 to 1, and says whether to go on. */
export type GoOn = (share: number) => boolean | Promise<boolean>;

/**
 * Writes a file of any size into a folder of the private file system under its SHA-256, with one portion
 * of it in memory at a time: whole, or not at all. Runs in a worker. Throws FaultError `no-room-on-disk`,
 * `cancelled`, or what the browser throws.
 */
export async function writeFile(folder: string, file: Blob, goOn: GoOn): Promise<Sha256> {
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle(folder, { create: true });
  const temporary = UNFINISHED + crypto.randomUUID();
  const handle = (await directory.getFileHandle(temporary, { create: true })) as WorkerFileHandle;
  try {
    const name = await copyChecked(await handle.createSyncAccessHandle(), file, goOn);
    if ((await sizeIn(directory, name)) === file.size) await directory.removeEntry(temporary);
    else await handle.move(name);
    return name;
  } catch (error) {
    await directory.removeEntry(temporary).catch(() => undefined);
    throw error;
  }
}

async function copyChecked(access: WorkerAccess, file: Blob, goOn: GoOn): Promise<Sha256> {
  try {
    const hash = await streamingSha256();
    let at = 0;
    for await (const bytes of portionsOf(file)) {
      if (access.write(bytes, { at }) < bytes.length) throw new FaultError('no-room-on-disk', { needed: file.size });
      hash.update(bytes);
      at += bytes.length;
      if (!(await goOn(at / file.size))) throw new FaultError('cancelled');
    }
    access.flush();
    const name = hash.digest();
    if ((await readBack(access)) !== name) throw new FaultError('no-room-on-disk', { needed: file.size });
    return name;
  } finally {
    access.close();
  }
}

async function readBack(access: WorkerAccess): Promise<Sha256> {
  const hash = await streamingSha256();
  const portion = new Uint8Array(4 * 2 ** 20);
  for (let at = 0, size = access.getSize(); at < size; ) {
    const read = access.read(portion, { at });
    if (read === 0) break;
    hash.update(portion.subarray(0, read));
    at += read;
  }
  return hash.digest();
}
