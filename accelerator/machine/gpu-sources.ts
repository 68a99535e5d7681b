import { APPLE } from './apple.ts';
import type { GpuSource } from './gpu-source.ts';
import { NVIDIA } from './nvidia.ts';
import { ROCM } from './rocm.ts';

/** The programs that may read graphics cards on a system. */
export const gpuSources = (platform: NodeJS.Platform): readonly GpuSource[] => (platform === 'darwin' ? [APPLE] : [NVIDIA, ROCM]);
