import type { Logger } from 'pino';
import type { MachineReading } from '#core/schema/accelerator/machine.ts';
import { readDisk } from './disk.ts';
import { EnergyMeter } from './energy-meter.ts';
import type { GpuSource } from './gpu-source.ts';
import { Gpus } from './gpus.ts';
import { History, type KeptReadings } from './history.ts';
import type { MachineWatch } from './ports.ts';
import { Processor, readMemory } from './processor.ts';

export interface WatchOptions {
  /** The folder whose disk is watched. */
  readonly folder: string;
  readonly sources: readonly GpuSource[];
  readonly kept: KeptReadings;
  readonly historyDays: number;
  readonly log: Logger;
  /** Milliseconds between readings; two seconds unless a test is in a hurry. */
  readonly every?: number;
}

const EVERY_MS = 2000;
const DAY_MS = 86_400_000;

/** Reads the machine, one reading after the other: a tool that is slow makes readings rarer, never more calls. */
export class Watch implements MachineWatch {
  readonly #options: WatchOptions;
  readonly #gpus: Gpus;
  readonly #processor = new Processor();
  readonly #history: History;
  readonly #listeners = new Set<(reading: MachineReading) => void>();
  #latest: MachineReading | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    const { sources, historyDays, kept, log } = options;
    this.#gpus = new Gpus(sources, () => performance.now(), (program, why) => log.warn({ program, why }, 'a graphics card could not be read'));
    this.#history = new History(historyDays * DAY_MS, kept);
    // The processor's load is that of the time between two looks.
    this.#after(Math.min(500, this.#every));
  }

  get latest(): MachineReading | undefined {
    return this.#latest;
  }

  history(since: number, most: number): readonly MachineReading[] {
    return this.#history.from(since, most);
  }

  subscribe(listener: (reading: MachineReading) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  meter(): () => number | undefined {
    const meter = new EnergyMeter(Date.now(), this.#latest);
    const leave = this.subscribe((reading) => meter.add(reading));
    return () => {
      leave();
      return meter.stop(Date.now());
    };
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  get #every(): number {
    return this.#options.every ?? EVERY_MS;
  }

  #after(wait: number): void {
    this.#timer = setTimeout(() => {
      const begun = performance.now();
      const next = () => this.#isClosed || this.#after(Math.max(0, this.#every - (performance.now() - begun)));
      this.#look().then(next, (error: unknown) => {
        this.#options.log.error({ err: error }, 'the machine could not be read');
        next();
      });
    }, wait);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const [gpus, disk] = await Promise.all([this.#gpus.read(), readDisk(this.#options.folder)]);
    if (this.#isClosed) return;
    const reading: MachineReading = { at: Date.now(), gpus: [...gpus], cpu: this.#processor.read(), memory: readMemory(), ...(disk && { disk }) };
    this.#latest = reading;
    this.#history.add(reading);
    for (const listener of this.#listeners) listener(reading);
  }
}
