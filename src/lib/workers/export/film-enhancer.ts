import type { FrameEnhancer } from '#core/domain/frames/frame-enhancer.ts';
import { openFrameEnhancer } from '#core/pipelines/frames/frame-enhancer.ts';
import { FrameModel } from '#core/pipelines/frames/frame-model.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import { sha256 } from '#lib/storage/digest.ts';
import { eventLoopTurn } from '../event-loop-turn.ts';
import { FrameModelCache } from '../model-cache.ts';
import { loadOnnxRuntime, type RuntimeOptions } from '../onnx-web-runtime.ts';

/** Where models that work on frames lie, and what runs them. */
export interface EnhancerFiles {
  readonly folders: Readonly<Record<FrameMode, string>>;
  readonly runtime: RuntimeOptions;
}

/** Models that work on a film's takes, in this worker. Throws FaultError `provider-unavailable` or `model-*`. */
export async function openFilmEnhancer(modes: readonly FrameMode[], { folders, runtime: options }: EnhancerFiles): Promise<FrameEnhancer> {
  const runtime = await loadOnnxRuntime(options);
  const open = async (mode: FrameMode): Promise<FrameModel> => {
    const files = new FrameModelCache(folders[mode]);
    await files.fetch(() => {});
    return FrameModel.open({ files, runtime, digest: (bytes) => sha256(bytes as Uint8Array<ArrayBuffer>), mode });
  };
  // The page ends this worker where work is cancelled.
  return openFrameEnhancer(modes, open, { signal: { aborted: false }, breathe: eventLoopTurn });
}
