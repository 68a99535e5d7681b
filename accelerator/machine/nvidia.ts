import type { GpuReading } from '#core/schema/accelerator/machine.ts';
import type { GpuSource } from './gpu-source.ts';
import { numberIn, partIn, withoutGaps } from './number-in.ts';
import { runTool } from './run-tool.ts';

const FIELDS = ['name', 'memory.total', 'memory.used', 'utilization.gpu', 'temperature.gpu', 'power.draw'];
const MIB = 1024 * 1024;

/** NVIDIA's cards. Columns are parted by commas, so a line with another number of them is not understood as a whole. */
export const NVIDIA: GpuSource = {
  program: 'nvidia-smi',
  ask: (program) => runTool(program, [`--query-gpu=${FIELDS.join(',')}`, '--format=csv,noheader,nounits']),
  read: (text) => text.split(/\r?\n/).flatMap((line) => card(line.split(', '))),
};

function card(columns: readonly string[]): GpuReading[] {
  const [name = '', total, used, load, temperature, power] = columns.map((column) => column.trim());
  if (columns.length !== FIELDS.length || !/[a-z]/i.test(name)) return [];
  return [
    withoutGaps<GpuReading>({
      name,
      memoryTotal: mebibytes(total),
      memoryUsed: mebibytes(used),
      load: partIn(load),
      temperature: numberIn(temperature),
      power: numberIn(power),
    }),
  ];
}

function mebibytes(text: string | undefined): number | undefined {
  const count = numberIn(text);
  return count === undefined ? undefined : Math.round(count * MIB);
}
