import * as Comlink from 'comlink';
import { type Compacted, compactLog, type HistoryPoint, type LogEntry } from '#core/document/log/compact.ts';

/** Makes one entry of a project's log; seconds of work for a log of tens of thousands. */
const api = {
  compact: (entries: readonly LogEntry[], points: readonly HistoryPoint[]): Compacted => compactLog(entries, points),
};
export type CompactionApi = typeof api;

Comlink.expose(api);
