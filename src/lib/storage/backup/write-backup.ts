import { Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import {
  BACKUP_FORMAT,
  BACKUP_MINOR,
  BACKUP_VERSION,
  type BackupManifest,
  type BackupPart,
  MANIFEST_PATH,
  mediaPath,
} from '#core/schema/backup.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256, TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import { sha256 } from '../digest.ts';
import { reportingFaults } from '../faults.ts';
import type { BlobStore, StudioStorage } from '../ports.ts';
import { mediaOf, mediaOfTake, type Snapshot } from '../snapshot.ts';
import { recordParts } from './json-part.ts';
import type { Sink } from './sink.ts';

/** What goes into a backup: all of it, or some takes with their media. */
export type Selection = 'everything' | readonly TakeId[];

export interface WriteOptions {
  readonly app: BackupManifest['app'];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal?: AbortSignal;
  /** Gets the part that is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

export interface WrittenBackup {
  readonly manifest: BackupManifest;
  /** Of the whole file. */
  readonly bytes: number;
  /** Takes whose clip, poster or filmstrip was damaged or gone and was left out; their recipes are in the file. */
  readonly incomplete: readonly Take[];
}

/** The records of a selection as they stand now. */
export async function select({ transfer }: StudioStorage, selection: Selection): Promise<Snapshot> {
  const snapshot = await transfer.snapshot();
  if (selection === 'everything') return snapshot;
  const wanted = new Set(selection);
  return { ...snapshot, takes: snapshot.takes.filter(({ id }) => wanted.has(id)), jobs: [], draft: undefined, notices: [] };
}

/**
 * Writes a backup. Every blob is checked against its name twice, before the manifest lists it and again
 * from the very bytes that are written; one that is damaged is left out and listed as missing. Closes
 * the sink at the end, and aborts it when anything goes wrong. Throws FaultError `cancelled`,
 * `no-room-on-disk` or `output-not-writable`.
 */
export async function writeBackup(
  blobs: BlobStore,
  snapshot: Snapshot,
  holds: BackupManifest['holds'],
  sink: Sink,
  options: WriteOptions,
): Promise<WrittenBackup> {
  try {
    return await reportingFaults(() => write(blobs, snapshot, holds, sink, options), 'output-not-writable');
  } catch (error) {
    await sink.abort().catch(() => undefined);
    throw options.signal?.aborted ? new FaultError('cancelled', {}, { cause: error }) : error;
  }
}

async function write(
  blobs: BlobStore,
  snapshot: Snapshot,
  holds: BackupManifest['holds'],
  sink: Sink,
  { app, now, signal, onProgress }: WriteOptions,
): Promise<WrittenBackup> {
  const { whole, missing } = await checkMedia(blobs, snapshot, (done) => onProgress?.(done / 2), signal);
  const texts = await Promise.all(
    recordParts(snapshot, holds).map(async ({ kind, path, text }) => {
      const bytes = new TextEncoder().encode(text);
      return { part: { path, kind, bytes: bytes.length, sha256: await sha256(bytes) }, bytes };
    }),
  );
  const media: BackupPart[] = whole.map((found) => ({ ...found, path: mediaPath(found.sha256), kind: 'media' }));
  const parts = [...texts.map(({ part }) => part), ...media];
  const all = holds === 'everything';
  const manifest: BackupManifest = {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    minor: BACKUP_MINOR,
    app,
    createdAt: now,
    holds,
    counts: {
      takes: snapshot.takes.length,
      jobs: all ? snapshot.jobs.length : 0,
      notices: all ? snapshot.notices.length : 0,
      media: media.length,
    },
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    parts,
    missing,
  };

  let written = 0;
  const out = new WritableStream<Uint8Array<ArrayBuffer>>({
    async write(bytes) {
      await sink.write(bytes);
      written += bytes.length;
    },
  });
  const zip = new ZipWriter(out, { useWebWorkers: false, lastModDate: new Date(now), ...(signal && { signal }) });
  const text = (path: string, bytes: Uint8Array<ArrayBuffer>) => zip.add(path, new Uint8ArrayReader(bytes));
  await text(MANIFEST_PATH, new TextEncoder().encode(JSON.stringify(manifest, undefined, 1)));
  for (const { part, bytes } of texts) await text(part.path, bytes);
  let done = 0;
  for (const { path, sha256: name, bytes: length } of media) {
    const bytes = await readWhole(blobs, name);
    // It was whole a moment ago: a disk that changes now is not one to write a backup from.
    if (!bytes) throw new FaultError('media-damaged', { file: name });
    await zip.add(path, new Uint8ArrayReader(bytes), { level: 0 });
    done += length;
    onProgress?.(0.5 + done / (2 * manifest.bytes));
  }
  await zip.close();
  await sink.close();
  onProgress?.(1);
  const gone = new Set(missing);
  const incomplete = snapshot.takes.filter((take) => mediaOfTake(take).whole.some((name) => gone.has(name)));
  return { manifest, bytes: written, incomplete };
}

async function checkMedia(blobs: BlobStore, snapshot: Snapshot, onProgress: (done: number) => void, signal?: AbortSignal) {
  const names = [...mediaOf(snapshot).keys()];
  const whole: { sha256: Sha256; bytes: number }[] = [];
  const missing: Sha256[] = [];
  for (const [i, name] of names.entries()) {
    signal?.throwIfAborted();
    const bytes = await readWhole(blobs, name);
    if (bytes) whole.push({ sha256: name, bytes: bytes.length });
    else missing.push(name);
    onProgress((i + 1) / names.length);
  }
  return { whole, missing };
}

/** The bytes of that name, or undefined when they are gone, cannot be read, or are others. */
async function readWhole(blobs: BlobStore, name: Sha256): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const blob = await blobs.get(name);
  const buffer = await blob?.arrayBuffer().catch(() => undefined);
  const bytes = buffer && new Uint8Array(buffer);
  return bytes && (await sha256(bytes)) === name ? bytes : undefined;
}
