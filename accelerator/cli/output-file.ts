import { randomBytes } from 'node:crypto';
import { access, constants, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { FaultError } from '#core/schema/fault.ts';

/** Throws FaultError `output-not-writable` where a file could not be put, before any work is done for it. */
export async function checkOutput(file: string): Promise<void> {
  try {
    await access(path.dirname(path.resolve(file)), constants.W_OK | constants.X_OK);
    const there = await stat(file).catch(() => undefined);
    if (there && !there.isFile()) throw new FaultError('output-not-writable', { file });
    if (there) await access(file, constants.W_OK);
  } catch (cause) {
    throw cause instanceof FaultError ? cause : new FaultError('output-not-writable', { file }, { cause });
  }
}

/**
 * Puts the bytes in place as a whole: they are written beside the file and renamed, so that nobody
 * ever sees half of it and what stood there before stays until the new one is complete.
 * Throws FaultError `no-room-on-disk` or `output-not-writable`.
 */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const beside = path.join(path.dirname(path.resolve(file)), `.${path.basename(file)}.${randomBytes(4).toString('hex')}.part`);
  try {
    const handle = await open(beside, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (cause) {
    await rm(beside, { force: true });
    const isFull = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
    throw isFull
      ? new FaultError('no-room-on-disk', { file, needed: bytes.length }, { cause })
      : new FaultError('output-not-writable', { file }, { cause });
  }
}
