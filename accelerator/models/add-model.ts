import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Entry, Reader, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { refuseFileName } from '#core/domain/models/file-names.ts';
import type { ModelShelf } from '#core/domain/models/model-shelf.ts';
import { type AddOptions, addOwnFiles as addFilesTo, type OwnFile } from '#core/domain/models/own-files.ts';
import { unsafe } from '#core/domain/models/unsafe-file.ts';
import { judgeModel } from '#core/pipelines/fitness/judge-model.ts';
import { HubRepository, type HubSource, type ModelId } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';
import { nodeHash } from './stream-hash.ts';

const MOST_FILES = 2_000;

/** What a person names when they add a model. */
export type Origin = { readonly kind: 'hub'; readonly source: HubSource } | { readonly kind: 'address'; readonly url: string } | { readonly kind: 'here'; readonly place: string };

/** What is meant: something on this machine, an address, or a name of the hub (`owner/name`, with `@revision` where it is not `main`). */
export async function originOf(given: string): Promise<Origin> {
  if (/^https?:\/\//i.test(given)) return { kind: 'address', url: given };
  if (await stat(given).then(() => true, () => false)) return { kind: 'here', place: given };
  const [repository = '', revision = 'main'] = given.split('@');
  // What ends as a file does is meant as one, and is not there.
  const isFile = /\.(zip|onnx|gguf|safetensors)$/i.test(given);
  if (!isFile && HubRepository.safeParse(repository).success && !repository.includes('..')) return { kind: 'hub', source: { repository, revision } };
  throw new FaultError('option-invalid', { option: 'What is added', given, allowed: 'a folder, file or zip on this machine, the address of a file, or a name of the hub (owner/name)' });
}

/** The model's files in a folder, a single file or a zip; what a model may not have is left out. Call `close` when they were read. */
export async function ownFiles(place: string): Promise<{ files: readonly OwnFile[]; close(): Promise<void> }> {
  const entry = await stat(place);
  if (entry.isDirectory()) return { files: await inFolder(place), close: async () => undefined };
  if (/\.zip$/i.test(place)) return inZip(place, entry.size);
  const name = path.basename(place);
  const why = refuseFileName(name);
  if (why) throw unsafe(name, why);
  return { files: [{ path: name, bytes: entry.size, read: () => createReadStream(place) }], close: async () => undefined };
}

async function inFolder(folder: string): Promise<OwnFile[]> {
  // Links are not followed: what is copied is what lies here.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: OwnFile[] = [];
  for (const entry of entries) {
    const place = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, place).split(path.sep).join('/');
    if (!entry.isFile() || refuseFileName(name)) continue;
    if (files.length === MOST_FILES) throw unsafe(path.basename(folder), 'damaged');
    files.push({ path: name, bytes: (await stat(place)).size, read: () => createReadStream(place) });
  }
  return files;
}

/** A file of this machine as the zip library reads it: in parts, and never whole. */
class FileReader extends Reader<string> {
  readonly #handle: Awaited<ReturnType<typeof open>>;
  constructor(handle: Awaited<ReturnType<typeof open>>, bytes: number) {
    super('');
    this.#handle = handle;
    this.size = bytes;
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const { buffer, bytesRead } = await this.#handle.read(new Uint8Array(length), 0, length, index);
    return buffer.subarray(0, bytesRead);
  }
}

async function inZip(place: string, bytes: number): Promise<{ files: OwnFile[]; close(): Promise<void> }> {
  const handle = await open(place, 'r');
  try {
    const reader = new ZipReader(new FileReader(handle, bytes), { useWebWorkers: false, checkSignature: true });
    const entries: Entry[] = [];
    for await (const entry of reader.getEntriesGenerator()) {
      if (entries.push(entry) > MOST_FILES) throw unsafe(path.basename(place), 'damaged');
    }
    const plain = entries.filter((entry) => !entry.directory);
    // A model that was packed with its folder lies one deeper than it should.
    const [top] = plain[0]?.filename.split('/') ?? [];
    const depth = plain.every(({ filename }) => filename.startsWith(`${top}/`)) ? `${top}/`.length : 0;
    const files = plain.flatMap((entry): OwnFile[] => {
      const name = entry.filename.slice(depth);
      const why = refuseFileName(name);
      if (why === 'name') throw unsafe(entry.filename.slice(0, 200), 'name');
      return why || entry.directory ? [] : [{ path: name, bytes: entry.uncompressedSize, read: () => unpacked(entry) }];
    });
    return { files, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error instanceof FaultError ? error : unsafe(path.basename(place), 'damaged');
  }
}

/** Unpacked as it is taken; more than it says it has is never written. */
async function* unpacked(entry: Entry): AsyncIterable<Uint8Array> {
  if (entry.directory) return;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, { highWaterMark: 4 });
  const done = entry.getData(writable, { useWebWorkers: false, checkSignature: true });
  done.catch(() => undefined);
  yield* readable as unknown as AsyncIterable<Uint8Array>;
  await done;
}

/** Copies files of this machine onto a shelf, hashed by Node. */
export const addOwnFiles = (shelf: ModelShelf, id: ModelId, files: readonly OwnFile[], options: Pick<AddOptions, 'accepts' | 'onCopied'>): Promise<KeptModel> =>
  addFilesTo(shelf, id, files, { ...options, hash: nodeHash, judge: judgeModel });
