import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelFiles } from '#core/pipelines/runtime.ts';
import { FaultError } from '#core/schema/fault.ts';

/** What Node reads of a file at once. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * The files of a model that lies in a folder on this machine.
 * A folder that does not exist is told as `model-not-found`, a file that it lacks as `model-file-missing`,
 * one that is too large to be read at once as `file-too-large`.
 */
export function folderFiles(folder: string): ModelFiles {
  const root = path.resolve(folder);
  return {
    async read(file) {
      const full = path.resolve(root, file);
      if (!full.startsWith(root + path.sep)) throw new FaultError('model-file-missing', { file });
      try {
        return await readFile(full);
      } catch (cause) {
        if (!isFileError(cause)) throw cause;
        if (cause.code === 'ERR_FS_FILE_TOO_LARGE') throw new FaultError('file-too-large', { file, limit: MOST_BYTES }, { cause });
        const reason = file === 'manifest.json' ? 'model-not-found' : 'model-file-missing';
        throw new FaultError(reason, { file, folder, code: cause.code }, { cause });
      }
    },
  };
}

function isFileError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
