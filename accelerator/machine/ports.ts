import type { MachineReading } from '#core/schema/accelerator/machine.ts';

/** What the machine does, read every two seconds and kept for a time. */
export interface MachineWatch {
  readonly latest: MachineReading | undefined;
  /** Readings from `since` (milliseconds since 1970) on, oldest first, thinned to at most `most`. */
  history(since: number, most: number): readonly MachineReading[];
  subscribe(listener: (reading: MachineReading) => void): () => void;
  /** Begins to measure the energy of the graphics card; the answer, in watt-hours, is undefined where power cannot be read. */
  meter(): () => number | undefined;
  close(): void;
}
