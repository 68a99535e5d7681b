import type { GpuReading, MachineReading } from '../../schema/accelerator/machine.ts';

export interface MachineWarning {
  readonly kind: 'hot' | 'card-full' | 'disk-full';
  readonly happened: string;
  readonly next: string;
}

/** Degrees Celsius from which cards slow themselves down or soon will. */
const HOT = 85;
/** The part of a card's memory that is left for nothing more. */
const FULL = 0.96;
/** A disk with less than this part free, or less than so many bytes, is nearly full. */
const DISK_PART = 0.05;
const DISK_BYTES = 10e9;

/** What of a reading is worth a word, with what to do about it. Nothing is said of what was not read. */
export function machineWarnings({ gpus, disk }: MachineReading): readonly MachineWarning[] {
  return [...gpus.flatMap(ofCard), ...(disk ? ofDisk(disk) : [])];
}

function ofCard({ name, temperature, memoryTotal, memoryUsed }: GpuReading): MachineWarning[] {
  const warnings: MachineWarning[] = [];
  if (temperature !== undefined && temperature >= HOT) {
    warnings.push({
      kind: 'hot',
      happened: `${name} is at ${Math.round(temperature)} °C. At such heat it slows itself down.`,
      next: 'Let it have air: clean its fans, open the case, or lower its power limit.',
    });
  }
  if (memoryTotal !== undefined && memoryUsed !== undefined && memoryTotal > 0 && memoryUsed / memoryTotal >= FULL) {
    warnings.push({
      kind: 'card-full',
      happened: `The memory of ${name} is full.`,
      next: 'Close other programs that use the card, or make smaller or shorter clips: the next one may have to go in smaller parts.',
    });
  }
  return warnings;
}

function ofDisk({ total, free }: NonNullable<MachineReading['disk']>): MachineWarning[] {
  if (free >= DISK_BYTES && free >= total * DISK_PART) return [];
  return [
    {
      kind: 'disk-full',
      happened: `Only ${(free / 1e9).toFixed(1)} GB are free on the accelerator’s disk.`,
      next: 'Make room there: when it is full, no clip can be kept and jobs wait.',
    },
  ];
}
