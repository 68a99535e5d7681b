import { BlobReader, type FileEntry, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { refuseFileName } from '#core/domain/models/file-names.ts';
import type { OwnFile } from '#core/domain/models/own-files.ts';
import { unsafe } from '#core/domain/models/unsafe-file.ts';
import { FaultError } from '#core/schema/fault.ts';

/** Far more than any model has. */
const MOST_FILES = 2_000;
/** The most that is read in one go, in bytes: the list of entries is. */
const MOST_AT_ONCE = 16 * 2 ** 20;
/** Weights hardly shrink; a large file that shrinks more is made to burst. */
const MOST_RATIO = 400;
const RATIO_FREE = 2 ** 20;

/**
 * The model's files in a zip that nobody vouches for, unpacked as they are taken; what a model may not have is left
 * out. Throws FaultError `model-file-unsafe`.
 */
export async function filesInZip(name: string, zip: Blob): Promise<readonly OwnFile[]> {
  const entries: FileEntry[] = [];
  try {
    const reader = new ZipReader(new ThriftyReader(zip), { strictness: 'strict', useWebWorkers: false });
    for await (const entry of reader.getEntriesGenerator({ filenameValidation: 'strict' })) {
      if (entry.directory) continue;
      if (entry.uncompressedSize > RATIO_FREE && entry.uncompressedSize > entry.compressedSize * MOST_RATIO) throw unsafe(entry.filename.slice(0, 200), 'damaged');
      if (entry.encrypted || entries.push(entry) > MOST_FILES) throw unsafe(name, 'damaged');
    }
  } catch (cause) {
    if (cause instanceof FaultError) throw cause;
    throw unsafe(name, cause instanceof Error && /filename/i.test(cause.message) ? 'name' : 'damaged');
  }
  // A model that was packed with its folder lies one deeper than it should.
  const [top] = entries[0]?.filename.split('/') ?? [];
  const depth = entries.every(({ filename }) => filename.startsWith(`${top}/`)) ? `${top}/`.length : 0;
  return entries.flatMap((entry): OwnFile[] => {
    const path = entry.filename.slice(depth);
    const why = refuseFileName(path);
    if (why === 'name') throw unsafe(entry.filename.slice(0, 200), 'name');
    return why ? [] : [{ path, bytes: entry.uncompressedSize, read: () => unpacked(entry) }];
  });
}

/** Refuses to read much in one go, whatever the file says of itself. */
class ThriftyReader extends BlobReader {
  override readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (length > MOST_AT_ONCE) throw new Error('a list of entries that is too long');
    return super.readUint8Array(index, length) as Promise<Uint8Array<ArrayBuffer>>;
  }
}

/** A file's bytes as they are unpacked: whoever takes no more of them ends it. */
async function* unpacked(entry: FileEntry): AsyncIterable<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, undefined, { highWaterMark: 4 });
  const done = entry.getData(writable, { checkCrc32: true, checkOverlappingEntry: true, useWebWorkers: false });
  done.catch(() => undefined);
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done: isOver, value } = await reader.read();
      if (isOver) break;
      yield value;
    }
    await done;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
