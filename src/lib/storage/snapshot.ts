import { z } from 'zod';
import type { HistoryPoint, LogEntry } from '#core/document/log/compact.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { filesOfLora } from '#core/schema/lora-use.ts';
import type { Notice } from '#core/schema/notice.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { Draft, JobRecord, Settings } from './records.ts';

/** What is known of a project's film: its log, oldest first, and the moments of its past. */
export interface ProjectLog {
  readonly entries: readonly LogEntry[];
  readonly points: readonly HistoryPoint[];
  /** The number of the last entry. */
  readonly upTo: number;
}

/** All records as they stood at one moment. */
export interface Snapshot {
  readonly takes: readonly Take[];
  readonly jobs: readonly JobRecord[];
  readonly draft: Draft | undefined;
  readonly settings: Settings;
  readonly notices: readonly Notice[];
  readonly projects: readonly ProjectRecord[];
}

/** All records, with the logs of some projects as they stood at that very moment. */
export interface WholeSnapshot extends Snapshot {
  readonly logs: ReadonlyMap<ProjectId, ProjectLog>;
}

/** One record to write: `before` is what must lie there now (undefined: nothing), `after` what takes its place. */
export type RecordChange =
  | RecordOf<'takes', Take>
  | RecordOf<'jobs', JobRecord>
  | RecordOf<'notices', Notice>
  | RecordOf<'draft', Draft>
  | RecordOf<'settings', Settings>
  | ProjectChange;

interface RecordOf<Store extends string, Value> {
  readonly store: Store;
  readonly before: Value | undefined;
  readonly after: Value;
}

/** A project that comes with its log, or updates that go behind the end of the log that lies there. */
export interface ProjectChange extends RecordOf<'projects', ProjectRecord> {
  /** The number of the last entry that must lie there; -1 where there is no such project. */
  readonly upTo: number;
  readonly log: Omit<ProjectLog, 'upTo'>;
}

/** The bytes that takes name. Given pictures are named for the record only: a take is whole without them. */
export function mediaOfTake({ media, poster, filmstrip, recipe: { inputs, loras = [] } }: Take): { whole: Sha256[]; given: Sha256[] } {
  return {
    whole: [media.sha256, poster.sha256, filmstrip.sha256],
    given: [inputs.first, inputs.last, inputs.source, ...(inputs.references ?? []), ...loras.flatMap(filesOfLora)].filter((name) => name !== undefined),
  };
}

/** All bytes that records name; true for those without which something cannot be shown or made. */
export function mediaOf({
  takes,
  jobs,
  draft,
  projects,
}: Pick<Snapshot, 'takes' | 'jobs' | 'draft'> & { readonly projects: readonly Pick<ProjectRecord, 'assets'>[] }): ReadonlyMap<Sha256, boolean> {
  const names = new Map<Sha256, boolean>();
  const note = (needed: boolean, ...list: (Sha256 | undefined)[]) => {
    for (const name of list) if (name) names.set(name, needed || (names.get(name) ?? false));
  };
  for (const take of takes) {
    const { whole, given } = mediaOfTake(take);
    note(true, ...whole);
    note(false, ...given);
  }
  for (const { request: { first, last, source, loras = [], references = [] } } of jobs) {
    note(true, first?.rgb, last?.rgb, source);
    note(false, first?.sha256, last?.sha256, ...references, ...loras.flatMap(filesOfLora));
  }
  note(true, draft?.first?.sha256, draft?.last?.sha256);
  note(false, ...(draft?.references ?? []), ...(draft?.loras ?? []).flatMap(filesOfLora));
  // A film is whole without them: a LoRA's file may never have lain here.
  for (const { assets } of projects) note(false, ...assets);
  return names;
}

/** How backups into a folder stand, and when the last one was made. Times are milliseconds since 1970. */
export const BackupStanding = z.object({
  schema: z.literal(1).default(1),
  /** How often they are made by themselves. */
  pace: z.enum(['hour', 'day', 'week']).default('day'),
  /** How many are kept. */
  keep: z.int().min(1).max(100).default(5),
  /** When everything was last written to a file, into the folder or by hand. */
  lastAt: z.int().nonnegative().optional(),
  /** When one was last written into the folder. */
  lastInFolderAt: z.int().nonnegative().optional(),
  lastFailedAt: z.int().nonnegative().optional(),
  /** What the last failure was, as a person reads it. */
  lastProblem: z.string().optional(),
  /** What the records were when the folder's last one was made: nothing is written while nothing has changed. */
  fingerprint: z.string().optional(),
  /** Files that were written into the folder, oldest first; no others are ever deleted. */
  written: z.array(z.object({ name: z.string(), at: z.int().nonnegative(), bytes: z.int().nonnegative() })).default([]),
});
export type BackupStanding = z.infer<typeof BackupStanding>;
