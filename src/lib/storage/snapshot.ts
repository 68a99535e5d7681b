import type { HistoryPoint, LogEntry } from '#core/document/log/compact.ts';
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
