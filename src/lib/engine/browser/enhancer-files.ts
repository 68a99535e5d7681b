import type { EnhancerFiles } from '#lib/workers/export/film-enhancer.ts';
import { FRAME_MODEL_FOLDERS } from './frame-model-folders.ts';
import type { FramePlan } from './frame-plan.ts';
import { RUNTIME_FILES } from './runtime-files.ts';

const whole = (folder: string): string => new URL(folder, location.origin).href;

/** What a worker needs to work on frames as it was planned. */
export const enhancerFiles = ({ provider, threads }: FramePlan): EnhancerFiles => ({
  folders: { upscale: whole(FRAME_MODEL_FOLDERS.upscale), interpolate: whole(FRAME_MODEL_FOLDERS.interpolate) },
  runtime: { provider, threads, files: RUNTIME_FILES[provider] },
});
