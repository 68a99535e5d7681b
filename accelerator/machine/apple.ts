import { cpus } from 'node:os';
import type { GpuReading } from '#core/schema/accelerator/machine.ts';
import type { GpuSource } from './gpu-source.ts';
import { numberIn, partIn, withoutGaps } from './number-in.ts';
import { runTool } from './run-tool.ts';

/** Apple's own: what can be read without being root. Temperature and power cannot; memory is the machine's. */
export const APPLE: GpuSource = {
  program: 'ioreg',
  ask: (program) => runTool(program, ['-r', '-d', '1', '-w', '0', '-c', 'IOAccelerator']),
  read: (text) =>
    text
      .split(/^\+-o /m)
      .slice(1)
      .flatMap((block) => {
        const load = partIn(/"Device Utilization %"\s*=\s*(\d+)/.exec(block)?.[1]);
        if (load === undefined) return [];
        const name = /"model"\s*=\s*"([^"]{1,100})"/.exec(block)?.[1] ?? cpus()[0]?.model ?? 'Apple graphics';
        return [withoutGaps<GpuReading>({ name, load, memoryUsed: numberIn(/"In use system memory"\s*=\s*(\d+)/.exec(block)?.[1]) })];
      }),
};
