import * as Comlink from 'comlink';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { reportingFaults } from '#lib/storage/faults.ts';
import { writeBlob } from '#lib/storage/write-blob.ts';
import type { GoOn } from '#lib/storage/write-file.ts';

const writer = {
  /** Keeps the bytes in a folder of the private file system and returns their name. */
  write: (folder: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<Sha256, Fault>> => asResult(() => writeBlob(folder, bytes)),

  /** The same for a file of any size, which is never whole in memory. `goOn` hears how far it is and may end it. */
  writeFile: (folder: string, file: Blob, goOn: GoOn): Promise<Result<Sha256, Fault>> =>
    asResult(async () => (await import('#lib/storage/write-file.ts')).writeFile(folder, file, goOn)),
};
export type BlobWriter = typeof writer;

Comlink.expose(writer);

async function asResult(write: () => Promise<Sha256>): Promise<Result<Sha256, Fault>> {
  try {
    return ok(await reportingFaults(write));
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}
