import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FolderFiles } from '#core/pipelines/runtime.ts';
import { FaultError } from '#core/schema/fault.ts';
import { recordBeside } from '../../models/record-beside.ts';

/** What Node reads of a file at once. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * The files of a model that lies in a folder on this machine.
 * A folder that does not exist is told as `model-not-found`, a file that it lacks as `model-file-missing`,
 * one that is too large to be read at once as `file-too-large`.
 */
export function folderFiles(folder: string): FolderFiles {
  const root = path.resolve(folder);
  const inside = (file: string): string => {
    const full = path.resolve(root, file);
    if (!full.startsWith(root + path.sep)) throw new FaultError('model-file-missing', { file });
    return full;
  };
  const asFault = (cause: unknown, file: string): unknown => {
    if (!isFileError(cause)) return cause;
    if (cause.code === 'ERR_FS_FILE_TOO_LARGE') return new FaultError('file-too-large', { file, limit: MOST_BYTES }, { cause });
    const reason = file === 'manifest.json' ? 'model-not-found' : 'model-file-missing';
    return new FaultError(reason, { file, folder, code: cause.code }, { cause });
  };
  return {
    name: path.basename(root),
    locate: inside,
    known: () => recordBeside(root),
    async size(file) {
      const entry = await stat(inside(file)).catch(() => undefined);
      return entry?.isFile() ? entry.size : undefined;
    },
    async part(file, start, length) {
      const handle = await open(inside(file)).catch((cause: unknown) => {
        throw asFault(cause, file);
      });
      try {
        const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, start);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    async read(file) {
      const full = inside(file);
      try {
        return await readFile(full);
      } catch (cause) {
        throw asFault(cause, file);
      }
    },
  };
}

function isFileError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
