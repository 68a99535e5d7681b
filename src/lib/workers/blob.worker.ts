import * as Comlink from 'comlink';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { reportingFaults } from '#lib/storage/faults.ts';
import { writeBlob } from '#lib/storage/write-blob.ts';

const writer = {
  /** Keeps the bytes in a folder of the private file system and returns their name. */
  async write(folder: string, bytes: Uint8Array<ArrayBuffer>): Promise<Result<Sha256, Fault>> {
    try {
      return ok(await reportingFaults(() => writeBlob(folder, bytes)));
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  },
};
export type BlobWriter = typeof writer;

Comlink.expose(writer);
