import type { MachineReading } from '../../schema/accelerator/machine.ts';

export type Measure = 'gpu' | 'vram' | 'temperature' | 'power' | 'cpu' | 'memory';

export interface SeriesPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Undefined where it was not read. */
  readonly value: number | undefined;
}

/** One measure of a reading, of its first graphics card where it is one of a card: a part of 1, °C, or watts. */
export function measured({ gpus: [gpu], cpu, memory }: MachineReading, measure: Measure): number | undefined {
  switch (measure) {
    case 'gpu':
      return gpu?.load;
    case 'vram':
      return gpu?.memoryTotal && gpu.memoryUsed !== undefined ? gpu.memoryUsed / gpu.memoryTotal : undefined;
    case 'temperature':
      return gpu?.temperature;
    case 'power':
      return gpu?.power;
    case 'cpu':
      return cpu.load;
    case 'memory':
      return memory.total > 0 ? 1 - memory.free / memory.total : undefined;
  }
}

/** How a measure went, oldest first; a stretch in which nobody read is a point without a value. */
export function series(readings: readonly MachineReading[], measure: Measure): readonly SeriesPoint[] {
  const gaps = readings.slice(1).map(({ at }, i) => at - readings[i]!.at);
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return readings.flatMap((reading, i): SeriesPoint[] => {
    const point = { at: reading.at, value: measured(reading, measure) };
    const isAfterGap = i > 0 && gaps[i - 1]! > 4 * usual + 4_000;
    return isAfterGap ? [{ at: reading.at - 1, value: undefined }, point] : [point];
  });
}

/** The least, the most and the latest that was read; undefined where nothing was. */
export function summary(points: readonly SeriesPoint[]): { readonly least: number; readonly most: number; readonly latest: number } | undefined {
  const values = points.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (values.length === 0) return undefined;
  return { least: Math.min(...values), most: Math.max(...values), latest: values.at(-1)! };
}
