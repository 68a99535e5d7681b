import type { LogEntry } from '#core/document/log/compact.ts';
import type { ProjectChange, ProjectLog } from './snapshot.ts';

/**
 * Whether a log still ends as a change has left it, so that what the change brought can be taken off. A log
 * that was compacted since has it in one piece with all the rest.
 */
export function endsAsLeft({ entries, upTo }: ProjectLog, { before, upTo: from, log }: ProjectChange): boolean {
  if (upTo !== from + log.entries.length) return false;
  // A project that came whole goes whole, in whatever pieces it lies.
  if (before === undefined) return true;
  const end = entries.slice(-log.entries.length);
  return end.length === log.entries.length && end.every((entry, i) => isSameEntry(entry, log.entries[i]!));
}

const isSameEntry = (one: LogEntry, other: LogEntry): boolean =>
  one.at === other.at && one.bytes.length === other.bytes.length && one.bytes.every((byte, i) => byte === other.bytes[i]);
