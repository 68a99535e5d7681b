import { FrameModelCache } from '#lib/workers/model-cache.ts';
import { FRAME_MODEL_FOLDERS } from './frame-model-folders.ts';

/** Keeps the models that work on frames, so that they work without a network from then on. Where there is none now, what is kept stays. */
export async function keepFrameModels(): Promise<void> {
  const folders = Object.values(FRAME_MODEL_FOLDERS).map((folder) => new URL(folder, location.origin).href);
  await Promise.allSettled(folders.map((folder) => new FrameModelCache(folder).fetch(() => {})));
}
