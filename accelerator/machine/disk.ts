import { statfs } from 'node:fs/promises';
import type { MachineReading } from '#core/schema/accelerator/machine.ts';

/** The disk that a folder lies on; undefined where it cannot be asked. */
export async function readDisk(folder: string): Promise<MachineReading['disk']> {
  try {
    const { bsize, blocks, bavail } = await statfs(folder);
    return { total: blocks * bsize, free: bavail * bsize };
  } catch {
    return undefined;
  }
}
