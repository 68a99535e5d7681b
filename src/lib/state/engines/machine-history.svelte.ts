import { z } from 'zod';
import { MachineReading } from '#core/schema/accelerator/machine.ts';
import type { AcceleratorState } from './accelerator.svelte.ts';

const History = z.object({ readings: z.array(MachineReading) });

/** Points of a chart at most: more than a screen shows. */
const MOST = 360;

/** Readings of the accelerator's machine over the last while: those that it has kept, and what comes in since. */
export class MachineHistory {
  #spanMs = $state(15 * 60_000);
  #readings = $state.raw<readonly MachineReading[]>([]);
  #problem = $state<string | undefined>();
  #loading = 0;
  readonly #accelerator: AcceleratorState;

  constructor(accelerator: AcceleratorState) {
    this.#accelerator = accelerator;
  }

  /** How far back it is shown, in milliseconds. */
  get spanMs(): number {
    return this.#spanMs;
  }
  set spanMs(ms: number) {
    this.#spanMs = ms;
    void this.load();
  }

  get readings(): readonly MachineReading[] {
    return this.#readings;
  }

  /** Why there are none. */
  get problem(): string | undefined {
    return this.#problem;
  }

  async load(): Promise<void> {
    const turn = ++this.#loading;
    const answer = await this.#accelerator.ask(`/system/history?since=${Date.now() - this.#spanMs}&most=${MOST}`, History);
    // Another span was asked for meanwhile.
    if (turn !== this.#loading) return;
    this.#problem = answer.ok ? undefined : answer.fault;
    if (answer.ok) this.#readings = answer.value.readings;
  }

  /** Takes in what was read just now, as densely as the rest is drawn. */
  note(reading: MachineReading): void {
    const last = this.#readings.at(-1);
    if (last && reading.at - last.at < this.#spanMs / MOST) return;
    this.#readings = [...this.#readings.filter(({ at }) => at >= reading.at - this.#spanMs), reading];
  }
}
