import type { GpuReading } from '#core/schema/accelerator/machine.ts';
import { APPLE } from './apple.ts';
import { NVIDIA } from './nvidia.ts';
import { ROCM } from './rocm.ts';
import type { ToolAnswer } from './run-tool.ts';

/** A program that reads graphics cards. */
export interface GpuSource {
  readonly program: string;
  ask(program: string): Promise<ToolAnswer>;
  /** The cards in what it said; none where that is not understood. */
  read(text: string): readonly GpuReading[];
}

/** The programs that may read graphics cards on a system. */
export const gpuSources = (platform: NodeJS.Platform): readonly GpuSource[] => (platform === 'darwin' ? [APPLE] : [NVIDIA, ROCM]);
