import { BackupHead, BackupManifest, BACKUP_VERSION, type BackupPart, documentPath, MANIFEST_PATH, mediaPath, RecordKind } from '#core/schema/backup.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { sha256 } from '../digest.ts';
import type { KeptLora } from '#core/schema/kept-lora.ts';
import type { BlobStore } from '../ports.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import { mediaOf } from '../media-of.ts';
import { type Entries, hasTooMany, listEntries, readEntry } from './archive.ts';
import { readLoras } from './backed-up-loras.ts';
import { checkRecords } from './believable.ts';
import { unpackLog } from '#core/document/log/packed-log.ts';
import { FilmReader } from './film-reader.ts';
import { type ComingFilm, isLeftOut, type LeftOut } from './read-film.ts';
import { type BackupRecords, parseJson, parseRecords, unreadable } from './json-part.ts';
import { type ComingExports, readExports } from './read-exports.ts';

/** The longest manifest, the longest part of JSON and the longest log of a project, in bytes. */
const LONGEST_MANIFEST = 32 * 2 ** 20;
const LONGEST_JSON = 256 * 2 ** 20;
const LONGEST_LOG = 256 * 2 ** 20;
/** The longest clip or picture, in bytes: it passes through memory whole. */
const LONGEST_MEDIA = 2 ** 31;

/** A backup that was read and found right in every part. */
export interface OpenedBackup {
  readonly manifest: BackupManifest;
  readonly records: Omit<BackupRecords, 'projects'>;
  readonly films: readonly ComingFilm[];
  /** Projects that cannot be taken in, and stay in the file. */
  readonly leftOut: readonly LeftOut[];
  /** The media it holds and the bytes of each. */
  readonly media: ReadonlyMap<Sha256, number>;
  readonly exports: ComingExports;
  readonly loras: readonly KeptLora[];
  /** Bytes that there was room for; undefined where the browser did not say. */
  readonly room: number | undefined;
  /** The bytes of one of them, read from the file and checked again. */
  read(name: Sha256): Promise<Uint8Array<ArrayBuffer>>;
}

export interface ReadOptions {
  /** Where the media are that need not come again. */
  readonly blobs: BlobStore;
  /** Bytes that there is room for; undefined where the browser does not say. */
  readonly room: number | undefined;
  readonly signal?: AbortSignal;
  /** Gets the part that is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * Opens a backup and verifies all of it (names, sizes, hashes, schemas, what refers to what) without
 * changing anything and without holding more than one part of it in memory. Throws FaultError
 * `backup-not-readable`, `backup-damaged`, `backup-newer`, `backup-too-large`, `backup-unsafe` or `cancelled`.
 */
export async function readBackup(file: Blob, { blobs, room, signal, onProgress }: ReadOptions): Promise<OpenedBackup> {
  const entries = await listEntries(file);
  const manifest = await readManifest(entries);
  const media = checkParts(manifest, entries);
  await checkRoom(media, blobs, room);

  const read = async (part: BackupPart, limit: number) => {
    signal?.throwIfAborted();
    const bytes = await readEntry(part.path, entries.get(part.path)!, Math.min(limit, part.bytes), signal);
    if ((await sha256(bytes)) !== part.sha256) throw new FaultError('backup-damaged', { part: part.path });
    return bytes;
  };
  const records: { -readonly [Kind in RecordKind]: BackupRecords[Kind] } = {
    takes: undefined,
    jobs: undefined,
    draft: undefined,
    settings: undefined,
    notices: undefined,
    projects: undefined,
  };
  const into = <Kind extends RecordKind>(kind: Kind, path: string, bytes: Uint8Array<ArrayBuffer>) =>
    (records[kind] = parseRecords(kind, path, bytes));
  let exportsText: Uint8Array<ArrayBuffer> | undefined;
  let lorasText: Uint8Array<ArrayBuffer> | undefined;
  for (const part of manifest.parts) {
    if (part.kind === 'films') exportsText = await read(part, LONGEST_JSON);
    if (part.kind === 'loras') lorasText = await read(part, LONGEST_JSON);
    const kind = RecordKind.safeParse(part.kind).data;
    if (kind) into(kind, part.path, await read(part, LONGEST_JSON));
  }
  checkRecords(records, manifest, media);
  const { films, leftOut } = await readFilms(records.projects ?? [], manifest, media, (part) => read(part, LONGEST_LOG), signal);
  await checkReferences(records, manifest, media, blobs);
  const exports = readExports(manifest, entries, exportsText);
  const loras = readLoras(manifest, lorasText);
  let done = 0;
  for (const part of media.values()) {
    await read(part, LONGEST_MEDIA);
    done += part.bytes;
    onProgress?.(done / manifest.bytes);
  }
  for (const film of new Map(exports.films.map((film) => [film.sha256, film])).values()) {
    const before = done;
    await exports.pour(film, (bytes) => onProgress?.((done += bytes.length) / manifest.bytes), signal);
    done = before + film.bytes;
  }
  onProgress?.(1);
  return {
    manifest,
    records,
    films,
    leftOut,
    exports,
    loras,
    room,
    media: new Map([...media].map(([name, { bytes }]) => [name, bytes])),
    read: (name) => read(media.get(name)!, LONGEST_MEDIA),
  };
}

async function readManifest(entries: Entries): Promise<BackupManifest> {
  const entry = entries.get(MANIFEST_PATH);
  if (!entry) throw new FaultError('backup-not-readable');
  const json = parseJson(MANIFEST_PATH, await readEntry(MANIFEST_PATH, entry, LONGEST_MANIFEST));
  const head = BackupHead.safeParse(json);
  if (!head.success) throw new FaultError('backup-not-readable');
  if (head.data.version > BACKUP_VERSION) throw new FaultError('backup-newer');
  const manifest = BackupManifest.safeParse(json);
  if (manifest.success) return manifest.data;
  throw new FaultError('backup-damaged', { part: MANIFEST_PATH, problem: unreadable(manifest.error) });
}

/** The media parts by name, once all parts are there, once each, where they belong and as long as they say. */
function checkParts({ parts, bytes, counts }: BackupManifest, entries: Entries): ReadonlyMap<Sha256, BackupPart> {
  const seen = new Set<string>([MANIFEST_PATH]);
  const kinds = new Set<string>();
  const media = new Map<Sha256, BackupPart>();
  for (const part of parts) {
    const { path, kind } = part;
    const once = !seen.has(path) && !((RecordKind.safeParse(kind).success || kind === 'films' || kind === 'loras') && kinds.has(kind));
    if (!once) throw new FaultError('backup-unsafe', { problem: `${path} more than once` });
    seen.add(path);
    kinds.add(kind);
    const entry = entries.get(path);
    if (!entry) throw new FaultError('backup-damaged', { part: path, problem: 'is missing' });
    if (entry.uncompressedSize !== part.bytes) throw new FaultError('backup-damaged', { part: path, problem: 'has another length than it says' });
    if (kind !== 'media') continue;
    if (path !== mediaPath(part.sha256)) throw new FaultError('backup-damaged', { part: path, problem: 'is not named by its SHA-256' });
    if (part.bytes > LONGEST_MEDIA) throw new FaultError('backup-too-large', { needed: part.bytes });
    media.set(part.sha256, part);
  }
  if (hasTooMany(entries, seen.size)) throw new FaultError('backup-unsafe', { problem: `${entries.size - seen.size} entries that nothing names` });
  if (parts.reduce((sum, part) => sum + part.bytes, 0) !== bytes || media.size !== counts.media) {
    throw new FaultError('backup-damaged', { part: MANIFEST_PATH, problem: 'counts other parts than there are' });
  }
  return media;
}

/** The projects, each with its log, looked at in a worker so that the page goes on meanwhile. */
async function readFilms(
  projects: readonly ProjectRecord[],
  { parts }: BackupManifest,
  media: ReadonlyMap<Sha256, BackupPart>,
  read: (part: BackupPart) => Promise<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal | undefined,
): Promise<{ films: ComingFilm[]; leftOut: LeftOut[] }> {
  const documents = new Map(parts.filter(({ kind }) => kind === 'document').map((part) => [part.path, part]));
  if (documents.size > projects.length) throw new FaultError('backup-damaged', { part: 'projects.json', problem: 'names other projects than there are' });
  const found: (ComingFilm | LeftOut)[] = [];
  const reader = new FilmReader(signal);
  const coming = new Set(media.keys());
  try {
    for (const record of projects) {
      const path = documentPath(record.id);
      const part = documents.get(path);
      if (!part) throw new FaultError('backup-damaged', { part: path, problem: 'is missing' });
      found.push(await reader.read(record, unpackLog(path, await read(part)), coming));
    }
  } finally {
    reader.close();
  }
  return { films: found.filter((film) => !isLeftOut(film)) as ComingFilm[], leftOut: found.filter(isLeftOut) };
}

async function checkRoom(media: ReadonlyMap<Sha256, BackupPart>, blobs: BlobStore, room: number | undefined): Promise<void> {
  if (room === undefined) return;
  let needed = 0;
  for (const [name, { bytes }] of media) if (!(await blobs.has(name))) needed += bytes;
  if (needed > room) throw new FaultError('backup-too-large', { needed, free: room });
}

/** Whatever a record needs must come with it, be here already, or be listed as missing since it was written. */
async function checkReferences(
  { takes = [], jobs = [], draft }: BackupRecords,
  manifest: BackupManifest,
  media: ReadonlyMap<Sha256, BackupPart>,
  blobs: BlobStore,
): Promise<void> {
  const missing = new Set(manifest.missing);
  for (const [name, needed] of mediaOf({ takes, jobs, draft, projects: [] })) {
    if (needed && !media.has(name) && !missing.has(name) && !(await blobs.has(name))) {
      throw new FaultError('backup-damaged', { part: mediaPath(name), problem: 'is missing' });
    }
  }
}
