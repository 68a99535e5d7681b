import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import type { MachineReading } from '#core/schema/accelerator/machine.ts';

/** How busy the processor was since it was last asked. */
export class Processor {
  #before = times();

  read(): MachineReading['cpu'] {
    const after = times();
    const total = after.total - this.#before.total;
    const idle = after.idle - this.#before.idle;
    this.#before = after;
    return { load: total <= 0 ? 0 : Math.min(1, Math.max(0, 1 - idle / total)), cores: availableParallelism() };
  }
}

function times(): { readonly total: number; readonly idle: number } {
  let total = 0;
  let idle = 0;
  for (const { times: core } of cpus()) {
    total += core.user + core.nice + core.sys + core.irq + core.idle;
    idle += core.idle;
  }
  return { total, idle };
}

/** The machine's memory, or what a container may use of it. On Linux `free` is what is available, caches counted in. */
export function readMemory(): MachineReading['memory'] {
  const limit = process.constrainedMemory();
  const total = limit > 0 ? Math.min(totalmem(), limit) : totalmem();
  return { total, free: Math.min(total, freemem(), process.availableMemory()) };
}
