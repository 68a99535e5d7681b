import { z } from 'zod';
import { ExportedFilm } from './exported-film.ts';
import { Sha256 } from './ids.ts';
import { KeptLora } from './kept-lora.ts';
import { ProjectId } from './project-ids.ts';

/*
 * The layout of a `.kinora` file; docs/backup-format.md tells other programs how to read it. A minor
 * version adds fields, parts and entries that older readers may pass over; a major one does not let them.
 */
export const BACKUP_FORMAT = 'kinora-backup';
export const BACKUP_VERSION = 1;
export const BACKUP_MINOR = 3;

/** The entry that is written first and says what the others are. */
export const MANIFEST_PATH = 'manifest.json';

/** The most parts that one file may have. */
export const MOST_PARTS = 100_000;

/** Where media lie: once each, under their SHA-256. */
export const mediaPath = (sha256: Sha256): string => `media/${sha256}`;

/** Where the log of a project's document lies. */
export const documentPath = (id: ProjectId): string => `documents/${id}.bin`;

/** Where exported films lie: once each, under their SHA-256. Not among the media: they are too large to pass through memory whole. */
export const filmPath = (sha256: Sha256): string => `films/${sha256}`;

/** A path inside the file: folders of plain names, forward slashes, never out of the file. */
export const PartPath = z
  .string()
  .max(200)
  .regex(/^\w[\w.-]*(\/\w[\w.-]*)*$/, 'not a plain relative path');

/** One entry beside the manifest. Kinds that a reader does not know are passed over. */
export const BackupPart = z.object({
  path: PartPath,
  kind: z.string().min(1).max(40),
  bytes: z.int().nonnegative(),
  sha256: Sha256,
});
export type BackupPart = z.infer<typeof BackupPart>;

/** The kinds of parts that hold records, each of them once at most. */
export const RecordKind = z.enum(['takes', 'jobs', 'draft', 'settings', 'notices', 'projects']);
export type RecordKind = z.infer<typeof RecordKind>;

/** The little of a manifest that every version has: enough to say that a file is too new. */
export const BackupHead = z.object({ format: z.literal(BACKUP_FORMAT), version: z.int().positive() });

export const BackupManifest = z.object({
  format: z.literal(BACKUP_FORMAT),
  version: z.literal(BACKUP_VERSION),
  minor: z.int().nonnegative(),
  app: z.object({ name: z.string().max(100), version: z.string().max(40) }),
  /** Milliseconds since 1970. */
  createdAt: z.int().nonnegative(),
  holds: z.enum(['everything', 'takes']),
  /** The one project that the file was written for, with its takes. */
  project: ProjectId.optional(),
  counts: z.object({
    takes: z.int().nonnegative(),
    jobs: z.int().nonnegative(),
    notices: z.int().nonnegative(),
    media: z.int().nonnegative(),
    projects: z.int().nonnegative().default(0),
    films: z.int().nonnegative().default(0),
    loras: z.int().nonnegative().default(0),
  }),
  /** Of all parts together. */
  bytes: z.int().nonnegative(),
  parts: z.array(BackupPart).max(MOST_PARTS),
  /** Media that the records name and that were damaged or gone when the file was written. */
  missing: z.array(Sha256).max(MOST_PARTS),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

/** What an exported film can be: nothing that a browser would run. */
const FilmType = z.enum(['video/mp4', 'video/webm', 'video/quicktime', 'image/gif', 'application/zip']);

/** An exported film as it lies in a backup. */
export const BackedUpFilm = ExportedFilm.extend({ type: FilmType, sha256: Sha256 });
export type BackedUpFilm = z.infer<typeof BackedUpFilm>;

/** What `films.json` holds. */
export const BackedUpFilms = z.object({ films: z.array(BackedUpFilm).max(10_000) });

/** What `loras.json` holds: what the library says of each LoRA. Their files go along only where a film names them. */
export const BackedUpLoras = z.object({ loras: z.array(KeptLora).max(10_000) });
