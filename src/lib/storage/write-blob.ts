import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { sha256 } from './digest.ts';

/** What workers can do with a file of the private file system; TypeScript's library for pages does not know it. */
export interface WorkerFileHandle extends FileSystemFileHandle {
  move(name: string): Promise<void>;
  move(folder: FileSystemDirectoryHandle, name: string): Promise<void>;
  createSyncAccessHandle(): Promise<WorkerAccess>;
}

export interface WorkerAccess {
  write(bytes: Uint8Array, options: { at: number }): number;
  read(into: Uint8Array, options: { at: number }): number;
  truncate(bytes: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

/** Files that begin so are unfinished writes. */
export const UNFINISHED = 'unfinished-';

/** Whether a file of that name is a write that has not come to its end. */
export const isUnfinished = (name: string): boolean => name.startsWith(UNFINISHED);

/**
 * Writes bytes into a folder of the private file system under their SHA-256, so that they are there
 * whole or not at all. Runs in a worker. Throws FaultError `no-room-on-disk`, or what the browser throws.
 */
export async function writeBlob(folder: string, bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> {
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle(folder, { create: true });
  const name = await sha256(bytes);
  if ((await sizeIn(directory, name)) === bytes.length) return name;
  const temporary = UNFINISHED + crypto.randomUUID();
  const handle = (await directory.getFileHandle(temporary, { create: true })) as WorkerFileHandle;
  try {
    await writeChecked(handle, bytes, name);
    await handle.move(name);
  } catch (error) {
    await directory.removeEntry(temporary).catch(() => undefined);
    throw error;
  }
  return name;
}

async function writeChecked(handle: WorkerFileHandle, bytes: Uint8Array<ArrayBuffer>, name: Sha256): Promise<void> {
  const access = await handle.createSyncAccessHandle();
  try {
    const written = access.write(bytes, { at: 0 });
    if (written < bytes.length) throw new FaultError('no-room-on-disk', { needed: bytes.length });
    access.flush();
    const kept = new Uint8Array(access.getSize());
    access.read(kept, { at: 0 });
    if ((await sha256(kept)) !== name) throw new FaultError('no-room-on-disk', { needed: bytes.length });
  } finally {
    access.close();
  }
}

/** The size of a file of that name; undefined where there is none. */
export async function sizeIn(directory: FileSystemDirectoryHandle, name: string): Promise<number | undefined> {
  const handle = await directory.getFileHandle(name).catch(() => undefined);
  // Another worker may give it its last name, or delete it, in this moment.
  return (await handle?.getFile().catch(absent))?.size;
}

function absent(error: unknown): undefined {
  if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
  throw error;
}
