import { BlobReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import {
  type BackedUpFilm,
  BACKUP_FORMAT,
  BACKUP_MINOR,
  BACKUP_VERSION,
  type BackupManifest,
  type BackupPart,
  MANIFEST_PATH,
  mediaPath,
} from '#core/schema/backup.ts';
import { FaultError } from '#core/schema/fault.ts';
import { namedTakes } from '#core/domain/takes/named-takes.ts';
import type { Sha256, TakeId } from '#core/schema/ids.ts';
import type { KeptLora } from '#core/schema/kept-lora.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Take } from '#core/schema/take.ts';
import { sha256 } from '../digest.ts';
import { reportingFaults } from '../faults.ts';
import type { BlobStore, StudioStorage } from '../ports.ts';
import { mediaOf, mediaOfTake } from '../media-of.ts';
import type { Snapshot, WholeSnapshot } from '../snapshot.ts';
import { loraParts, picturesOf } from './backed-up-loras.ts';
import { filmParts } from './film-parts.ts';
import { recordParts } from './json-part.ts';
import { filmIn } from './read-film.ts';
import type { Sink } from './sink.ts';
import { exportParts, type ExportsToWrite } from './write-exports.ts';

export { lorasToWrite } from './backed-up-loras.ts';

/** What goes into a backup: all of it, some takes, or a project with the takes that it names; with all their media. */
export type Selection = 'everything' | readonly TakeId[] | { readonly project: ProjectId };

export interface WriteOptions {
  readonly app: BackupManifest['app'];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal?: AbortSignal;
  /** Exported films that go along; none where absent. */
  readonly exports?: ExportsToWrite | undefined;
  /** What the library says of LoRAs, where it goes along. */
  readonly loras?: readonly KeptLora[] | undefined;
  /** Gets the part that is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

export interface WrittenBackup {
  readonly manifest: BackupManifest;
  /** Of the whole file. */
  readonly bytes: number;
  /** Takes whose clip, poster or filmstrip was damaged or gone and was left out; their recipes are in the file. */
  readonly incomplete: readonly Take[];
  /** Names of projects with a picture or a sound that was damaged or gone and was left out. */
  readonly incompleteFilms: readonly string[];
  /** Names of exported films whose file was gone or cannot be read; they are not in the backup. */
  readonly lackingExports: readonly string[];
}

/** The records of a selection as they stand now. A project that is gone is not in it. */
export async function select({ transfer }: StudioStorage, selection: Selection): Promise<WholeSnapshot> {
  if (selection === 'everything') return transfer.snapshotWithLogs('all');
  const chosen = 'project' in selection ? [selection.project] : [];
  const snapshot = await transfer.snapshotWithLogs(chosen);
  const projects = snapshot.projects.filter(({ id }) => chosen.includes(id));
  const wanted = 'project' in selection ? new Set(takesOf(snapshot, projects)) : new Set(selection);
  return { ...snapshot, projects, takes: snapshot.takes.filter(({ id }) => wanted.has(id)), jobs: [], draft: undefined, notices: [] };
}

function takesOf({ takes, logs }: WholeSnapshot, projects: Snapshot['projects']): TakeId[] {
  const films = projects.map(({ id }) => filmIn(logs.get(id)!)).filter((film) => film !== undefined);
  return films.flatMap((film) => namedTakes(film, takes).map(({ id }) => id));
}

/**
 * Writes a backup. Every blob is checked against its name twice, before the manifest lists it and again
 * from the very bytes that are written; one that is damaged is left out and listed as missing. Closes
 * the sink at the end, and aborts it when anything goes wrong. Throws FaultError `cancelled`,
 * `no-room-on-disk` or `output-not-writable`.
 */
export async function writeBackup(
  blobs: BlobStore,
  snapshot: WholeSnapshot,
  selection: Selection,
  sink: Sink,
  options: WriteOptions,
): Promise<WrittenBackup> {
  try {
    return await reportingFaults(() => write(blobs, snapshot, selection, sink, options), 'output-not-writable');
  } catch (error) {
    await sink.abort().catch(() => undefined);
    throw options.signal?.aborted ? new FaultError('cancelled', {}, { cause: error }) : error;
  }
}

async function write(
  blobs: BlobStore,
  whole: WholeSnapshot,
  selection: Selection,
  sink: Sink,
  { app, now, signal, exports, loras = [], onProgress }: WriteOptions,
): Promise<WrittenBackup> {
  const all = selection === 'everything';
  const holds = all ? 'everything' : 'takes';
  const films = await filmParts(whole);
  const snapshot: Snapshot = { ...whole, projects: films.records };
  // Half of the time goes into reading all of it; films that go along take most of that.
  const share = exports && exports.films.length > 0 ? 0.1 : 0.5;
  const { kept, missing } = await checkMedia(blobs, snapshot, picturesOf(loras), (done) => onProgress?.(done * share), signal);
  const exported = await exportParts(exports ?? { films: [], shelf: { file: async () => undefined } }, signal, (done) => onProgress?.(share + done * (0.5 - share)));
  const texts = await Promise.all(
    [...recordParts(snapshot, holds), ...filmRecords(exported.records), ...loraParts(loras)].map(async ({ kind, path, text }) => {
      const bytes = new TextEncoder().encode(text);
      return { part: { path, kind, bytes: bytes.length, sha256: await sha256(bytes) }, bytes };
    }),
  );
  const documents = await Promise.all(
    films.parts.map(async ({ path, bytes }) => ({ part: { path, kind: 'document', bytes: bytes.length, sha256: await sha256(bytes) }, bytes })),
  );
  const media: BackupPart[] = kept.map((found) => ({ ...found, path: mediaPath(found.sha256), kind: 'media' }));
  const parts = [...[...texts, ...documents, ...exported.files].map(({ part }) => part), ...media];
  const manifest: BackupManifest = {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    minor: BACKUP_MINOR,
    app,
    createdAt: now,
    holds,
    ...(!all && 'project' in selection && { project: selection.project }),
    counts: {
      takes: snapshot.takes.length,
      jobs: all ? snapshot.jobs.length : 0,
      notices: all ? snapshot.notices.length : 0,
      media: media.length,
      projects: snapshot.projects.length,
      films: exported.records.length,
      loras: loras.length,
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
  for (const { part, bytes } of documents) await zip.add(part.path, new Uint8ArrayReader(bytes), { level: 0 });
  let done = 0;
  for (const { path, sha256: name, bytes: length } of media) {
    const bytes = await readWhole(blobs, name);
    // It was whole a moment ago: a disk that changes now is not one to write a backup from.
    if (!bytes) throw new FaultError('media-damaged', { file: name });
    await zip.add(path, new Uint8ArrayReader(bytes), { level: 0 });
    done += length;
    onProgress?.(0.5 + done / (2 * manifest.bytes));
  }
  for (const { part, file } of exported.files) {
    await zip.add(part.path, new BlobReader(file), { level: 0, onprogress: async (at) => onProgress?.(0.5 + (done + at) / (2 * manifest.bytes)) });
    done += part.bytes;
  }
  await zip.close();
  await sink.close();
  onProgress?.(1);
  const gone = new Set(missing);
  const incomplete = snapshot.takes.filter((take) => mediaOfTake(take).whole.some((name) => gone.has(name)));
  const incompleteFilms = snapshot.projects.filter(({ assets }) => assets.some((name) => gone.has(name))).map(({ name }) => name);
  return { manifest, bytes: written, incomplete, incompleteFilms, lackingExports: exported.lacking };
}

const filmRecords = (films: readonly BackedUpFilm[]) => (films.length > 0 ? [{ kind: 'films', path: 'films.json', text: JSON.stringify({ films }, undefined, 1) }] : []);

async function checkMedia(blobs: BlobStore, snapshot: Snapshot, more: readonly Sha256[], onProgress: (done: number) => void, signal?: AbortSignal) {
  const names = [...new Set([...mediaOf(snapshot).keys(), ...more])];
  const kept: { sha256: Sha256; bytes: number }[] = [];
  const missing: Sha256[] = [];
  for (const [i, name] of names.entries()) {
    signal?.throwIfAborted();
    const bytes = await readWhole(blobs, name);
    if (bytes) kept.push({ sha256: name, bytes: bytes.length });
    else missing.push(name);
    onProgress((i + 1) / names.length);
  }
  return { kept, missing };
}

/** The bytes of that name, or undefined when they are gone, cannot be read, or are others. */
async function readWhole(blobs: BlobStore, name: Sha256): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const blob = await blobs.get(name);
  const buffer = await blob?.arrayBuffer().catch(() => undefined);
  const bytes = buffer && new Uint8Array(buffer);
  return bytes && (await sha256(bytes)) === name ? bytes : undefined;
}
