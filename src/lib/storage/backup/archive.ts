import {
  BlobReader,
  ERR_AMBIGUOUS_ARCHIVE,
  ERR_ENCRYPTED,
  ERR_ENCRYPTED_CENTRAL_DIRECTORY,
  ERR_INVALID_CRC32,
  ERR_INVALID_UNCOMPRESSED_SIZE,
  ERR_OVERLAPPING_ENTRY,
  ERR_UNSAFE_FILENAME,
  type FileEntry,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { MOST_PARTS } from '#core/schema/backup.ts';
import { FaultError } from '#core/schema/fault.ts';

/** The most that is read in one go, in bytes. The list of entries is: even of the most entries it is smaller. */
const MOST_AT_ONCE = 64 * 2 ** 20;
/** Entries that a newer minor version may have added. */
const MOST_UNKNOWN = 1_000;
/** JSON of many like records shrinks 50 times; what shrinks more is made to burst. */
const MOST_RATIO = 400;
/** Smaller entries may shrink as they like. In bytes. */
const RATIO_FREE = 2 ** 20;

/** The entries of a zip file that nobody vouches for, by path. */
export type Entries = ReadonlyMap<string, FileEntry>;

/** Reads the list of entries. Throws FaultError `backup-not-readable`, `backup-unsafe` or `backup-too-large`. */
export async function listEntries(file: Blob): Promise<Entries> {
  const reader = new ZipReader(new ThriftyReader(file), { strictness: 'strict', useWebWorkers: false });
  const entries = new Map<string, FileEntry>();
  await naming(async () => {
    for await (const entry of reader.getEntriesGenerator({ filenameValidation: 'strict' })) {
      if (entries.size >= MOST_PARTS + MOST_UNKNOWN) throw new FaultError('backup-unsafe', { problem: 'too many entries' });
      if (entry.directory) continue;
      if (entry.encrypted) throw new FaultError('backup-unsafe', { problem: 'encrypted entries' });
      entries.set(entry.filename, entry);
    }
  }, 'backup-not-readable');
  return entries;
}

/** Whether there are more entries than a newer minor version may have added to those that are named. */
export const hasTooMany = (entries: Entries, named: number): boolean => entries.size > named + MOST_UNKNOWN;

/**
 * The bytes of an entry, at most so many. Throws FaultError `backup-damaged` where they are not as the
 * archive says, and `backup-unsafe` where they are made to burst.
 */
export async function readEntry(
  path: string,
  entry: FileEntry,
  limit: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { uncompressedSize } = entry;
  if (uncompressedSize > limit) throw new FaultError('backup-damaged', { part: path, problem: 'is longer than it should be' });
  refuseBursting(path, entry);
  return naming(
    async () => {
      const bytes = new Uint8Array(uncompressedSize);
      let at = 0;
      const into = new WritableStream<Uint8Array>({
        write(chunk) {
          // More than was said does not fit, and throws.
          bytes.set(chunk, at);
          at += chunk.length;
        },
      });
      await entry.getData(into, { checkCrc32: true, checkOverlappingEntry: true, useWebWorkers: false, ...(signal && { signal }) });
      return bytes;
    },
    'backup-damaged',
    path,
    signal,
  );
}

/** Hands the bytes of an entry on as they come, however many it says. Throws what `readEntry` throws. */
export async function pourEntry(path: string, entry: FileEntry, into: (bytes: Uint8Array<ArrayBuffer>) => unknown, signal?: AbortSignal): Promise<void> {
  refuseBursting(path, entry);
  const { uncompressedSize } = entry;
  let at = 0;
  const stream = new WritableStream<Uint8Array<ArrayBuffer>>({
    async write(chunk) {
      at += chunk.length;
      if (at > uncompressedSize) throw new Error('more than was said');
      await into(chunk);
    },
  });
  await naming(() => entry.getData(stream, { checkCrc32: true, checkOverlappingEntry: true, useWebWorkers: false, ...(signal && { signal }) }), 'backup-damaged', path, signal);
}

function refuseBursting(path: string, { uncompressedSize, compressedSize }: FileEntry): void {
  if (uncompressedSize > RATIO_FREE && uncompressedSize > compressedSize * MOST_RATIO) {
    throw new FaultError('backup-unsafe', { problem: `${path} would grow to ${uncompressedSize} bytes` });
  }
}

/** Refuses to read much in one go, whatever the file says of itself. */
class ThriftyReader extends BlobReader {
  override readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (length > MOST_AT_ONCE) throw new FaultError('backup-unsafe', { problem: 'a list of entries that is too long' });
    return super.readUint8Array(index, length) as Promise<Uint8Array<ArrayBuffer>>;
  }
}

const UNSAFE: Readonly<Record<string, string>> = {
  [ERR_UNSAFE_FILENAME]: 'a name that leads out of the file',
  [ERR_AMBIGUOUS_ARCHIVE]: 'entries that can be read in two ways',
  [ERR_OVERLAPPING_ENTRY]: 'entries that lie over each other',
  [ERR_ENCRYPTED]: 'encrypted entries',
  [ERR_ENCRYPTED_CENTRAL_DIRECTORY]: 'encrypted entries',
};
const DIFFERS: readonly string[] = [ERR_INVALID_CRC32, ERR_INVALID_UNCOMPRESSED_SIZE];

/** Turns what the zip library throws into faults: whatever it meets in such a file is the file's fault. */
async function naming<Value>(
  work: () => Promise<Value>,
  otherwise: 'backup-not-readable' | 'backup-damaged',
  part?: string,
  signal?: AbortSignal,
): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof FaultError) throw cause;
    if (signal?.aborted) throw new FaultError('cancelled', {}, { cause });
    const said = cause instanceof Error ? cause.message : '';
    const problem = UNSAFE[said];
    if (problem) throw new FaultError('backup-unsafe', { problem }, { cause });
    if (DIFFERS.includes(said)) throw new FaultError('backup-damaged', { ...(part && { part }) }, { cause });
    throw new FaultError(otherwise, { ...(part && { part }) }, { cause });
  }
}
