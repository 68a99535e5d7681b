import type { MachineReading } from '#core/schema/accelerator/machine.ts';

/** How long a reading of power stands for what comes after it. Milliseconds. */
const HOLDS_MS = 10_000;
/** The part of the time that has to be measured, or the sum would claim more than is known. */
const ENOUGH = 0.9;
const MS_IN_HOUR = 3_600_000;

/** The power of all graphics cards, in watts; undefined unless each of them could be read. */
export function powerOf({ gpus }: MachineReading): number | undefined {
  const powers = gpus.map(({ power }) => power);
  return powers.length > 0 && powers.every((power) => power !== undefined) ? powers.reduce((sum, power) => sum + power, 0) : undefined;
}

interface Sample {
  readonly at: number;
  readonly power: number;
}

/** Sums power over time. Times are milliseconds. */
export class EnergyMeter {
  readonly #startedAt: number;
  /** Up to when it is summed. */
  #until: number;
  #last: Sample | undefined;
  #wattMs = 0;
  #coveredMs = 0;

  constructor(startedAt: number, latest: MachineReading | undefined) {
    this.#startedAt = startedAt;
    this.#until = startedAt;
    if (latest !== undefined) this.#last = sampleOf(latest);
  }

  add(reading: MachineReading): void {
    const sample = sampleOf(reading);
    const last = this.#last;
    if (last && sample && sample.at > last.at && sample.at - last.at <= HOLDS_MS) {
      this.#sum(last, sample);
    }
    this.#until = Math.max(this.#until, reading.at);
    this.#last = sample;
  }

  /** Watt-hours from the start to `now`; undefined where too little of that time was measured. */
  stop(now: number): number | undefined {
    const last = this.#last;
    if (last && now - last.at <= HOLDS_MS) this.#sum(last, { at: now, power: last.power });
    const elapsed = now - this.#startedAt;
    return elapsed > 0 && this.#coveredMs >= ENOUGH * elapsed ? this.#wattMs / MS_IN_HOUR : undefined;
  }

  /** Adds what lies between two samples and was not summed before. */
  #sum(from: Sample, to: Sample): void {
    const begin = Math.max(from.at, this.#until);
    if (to.at <= begin) return;
    const powerAtBegin = from.power + ((to.power - from.power) * (begin - from.at)) / (to.at - from.at);
    this.#wattMs += ((powerAtBegin + to.power) / 2) * (to.at - begin);
    this.#coveredMs += to.at - begin;
  }
}

function sampleOf(reading: MachineReading): Sample | undefined {
  const power = powerOf(reading);
  return power === undefined ? undefined : { at: reading.at, power };
}
