import * as Y from 'yjs';
import { replay, type SetAside } from './open-log.ts';
import { seal } from './sealed.ts';
import { stretches } from './stretches.ts';

/** One entry of a project's log. */
export interface LogEntry {
  /** A sealed update. */
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A moment of a project's past that can be opened. */
export interface HistoryPoint {
  readonly at: number;
  readonly snapshot: Uint8Array;
}

export interface Compacted {
  /** Stands for all entries that could be read. */
  readonly entry: LogEntry;
  /** The moments before pauses in the work, oldest first. */
  readonly points: readonly HistoryPoint[];
  /** Entries that could not be read: not in the new one, to be kept elsewhere. */
  readonly setAside: readonly SetAside[];
}

/**
 * One entry that says what all entries say, with everything that was ever deleted still in it, so that
 * the past can be opened. `points`: those of earlier compactions, which stay.
 */
export function compactLog(entries: readonly LogEntry[], points: readonly HistoryPoint[] = []): Compacted {
  const doc = new Y.Doc({ gc: false });
  const setAside: SetAside[] = [];
  const found: HistoryPoint[] = [];
  // Each stretch of work at once: a transaction for every entry would take longer.
  for (const { from, until } of stretches(entries)) {
    const part = entries.slice(from, until);
    const broken = replay(doc, part.map(({ bytes }) => bytes));
    setAside.push(...broken.map(({ index, why }) => ({ index: from + index, why })));
    found.push({ at: (part.at(-1) as LogEntry).at, snapshot: Y.encodeSnapshot(Y.snapshot(doc)) });
  }
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  const last = points.at(-1)?.at ?? -Infinity;
  return {
    entry: { bytes: seal(update), at: entries.at(-1)?.at ?? 0 },
    // A first entry may be a compacted one, whose moment is known already.
    points: [...points, ...found.filter(({ at }) => at > last)],
    setAside,
  };
}
