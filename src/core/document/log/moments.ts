import type { EditRefusal } from '../../schema/edit-refusal.ts';
import { fail, type Result } from '../../schema/result.ts';
import type { Origin } from '../edit.ts';
import type { HistoryPoint, LogEntry } from './compact.ts';
import { type OpenedLog, openPast, openUntil } from './open-log.ts';
import { stretches } from './stretches.ts';

/** A project's log as it is kept, oldest first, with the moments that compacting it has left. */
export interface KeptLog {
  readonly entries: readonly LogEntry[];
  readonly points: readonly HistoryPoint[];
}

/** When the work rested, oldest first: moments of the past that can be opened. Milliseconds since 1970. */
export function moments(log: KeptLog): number[] {
  // Right after compacting the last moment is the present.
  const past = log.entries.length > 1 ? log.points : log.points.slice(0, -1);
  return [...past, ...later(log)].map(({ at }) => at);
}

/** Opens the project as it was at a time: at the last moment that is not after it. */
export function openMoment(log: KeptLog, time: number, origin: Origin): Result<OpenedLog & { readonly at: number }, EditRefusal> {
  const bytes = log.entries.map((entry) => entry.bytes);
  const found = later(log).findLast(({ at }) => at <= time);
  const point = log.points.findLast(({ at }) => at <= time);
  const moment = found ?? point;
  if (!moment) return fail({ reason: 'not-found', what: 'version' });
  const opened = found ? openUntil(bytes, found.until, origin) : openPast(bytes, (point as HistoryPoint).snapshot, origin);
  return opened.ok ? { ok: true, value: { ...opened.value, at: moment.at } } : opened;
}

/** The moments that no compaction has seen; the last entry of all is the present. */
function later({ entries, points }: KeptLog): { at: number; until: number }[] {
  let last = points.at(-1)?.at ?? -Infinity;
  return stretches(entries).flatMap(({ until }) => {
    const { at } = entries[until - 1] as LogEntry;
    if (until === entries.length || at <= last) return [];
    last = at;
    return [{ at, until }];
  });
}
