import type { MachineReading } from '#core/schema/accelerator/machine.ts';

/** How long every reading is kept, and how far apart they lie after that. Milliseconds. */
const FINE_MS = 3_600_000;
const COARSE_STEP_MS = 60_000;

/** Where thinned readings outlive a restart. */
export interface KeptReadings {
  all(): readonly MachineReading[];
  keep(reading: MachineReading, oldest: number): void;
}

/** Readings of the last hour, and one a minute of the days before. */
export class History {
  readonly #spanMs: number;
  readonly #kept: KeptReadings;
  #coarse: MachineReading[];
  #fine: MachineReading[] = [];

  /** @param spanMs how far back it goes, milliseconds */
  constructor(spanMs: number, kept: KeptReadings) {
    this.#spanMs = spanMs;
    this.#kept = kept;
    this.#coarse = [...kept.all()];
  }

  add(reading: MachineReading): void {
    this.#fine = drop(this.#fine, reading.at - FINE_MS);
    this.#fine.push(reading);
    const last = this.#coarse.at(-1);
    // A clock that was set back begins a new line of minutes.
    if (last !== undefined && Math.abs(reading.at - last.at) < COARSE_STEP_MS) return;
    const oldest = reading.at - this.#spanMs;
    this.#coarse = drop(this.#coarse, oldest);
    if (this.#spanMs === 0) return;
    this.#coarse.push(reading);
    this.#kept.keep(reading, oldest);
  }

  /** Readings from `since` on, oldest first; of more than `most` every so many are left out, never the newest. */
  from(since: number, most: number): readonly MachineReading[] {
    const fineFrom = this.#fine[0]?.at ?? Infinity;
    const all = [...this.#coarse.filter(({ at }) => at < fineFrom), ...this.#fine].filter(({ at }) => at >= since);
    if (most < 1) return [];
    if (all.length <= most) return all;
    if (most === 1) return all.slice(-1);
    return Array.from({ length: most }, (_, index) => all[Math.round((index * (all.length - 1)) / (most - 1))]!);
  }
}

/** The readings without those at the front that are too old. */
function drop(readings: MachineReading[], oldest: number): MachineReading[] {
  const first = readings.findIndex(({ at }) => at >= oldest);
  return first === 0 ? readings : first < 0 ? [] : readings.slice(first);
}
