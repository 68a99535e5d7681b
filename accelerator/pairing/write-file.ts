import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { FaultError } from '#core/schema/fault.ts';

/**
 * Writes a small file whole, for this user only: beside, synced, renamed. Throws FaultError `no-room-on-disk`
 * or `output-not-writable`; then the old file is there as before.
 */
export function writeFileWhole(file: string, text: string): void {
  const beside = `${file}.${process.pid}.part`;
  try {
    rmSync(beside, { force: true });
    const handle = openSync(beside, 'wx', 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
    syncFolder(path.dirname(file));
  } catch (cause) {
    rmSync(beside, { force: true });
    const isFull = ['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '');
    throw new FaultError(isFull ? 'no-room-on-disk' : 'output-not-writable', { file: path.basename(file) }, { cause });
  }
}

/** The rename itself is on disk once the folder is; Windows has no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Takes a file from all but this user, where it was readable to others. */
export const keepPrivate = (file: string): void => chmodSync(file, 0o600);
