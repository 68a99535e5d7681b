/** A job that is being worked on or will be, in the order of work. Times are milliseconds. */
export interface Ahead<Id> {
  readonly id: Id;
  /** Jobs of one lane are worked off one after the other. */
  readonly lane: string;
  /** How long it will still take; null where nobody knows. */
  readonly leftMs: number | null;
}

/** When a job begins and ends, in milliseconds from now; null where nobody knows. */
export interface LineTime {
  readonly beginsInMs: number | null;
  readonly endsInMs: number | null;
}

/** When each job's turn comes: after all before it in its lane. Behind an unknown one nothing is known. */
export function foresee<Id>(line: readonly Ahead<Id>[]): ReadonlyMap<Id, LineTime> {
  const free = new Map<string, number | null>();
  const times = new Map<Id, LineTime>();
  for (const { id, lane, leftMs } of line) {
    const begins = free.get(lane) ?? (free.has(lane) ? null : 0);
    const ends = begins === null || leftMs === null ? null : begins + leftMs;
    times.set(id, { beginsInMs: begins, endsInMs: ends });
    free.set(lane, ends);
  }
  return times;
}
