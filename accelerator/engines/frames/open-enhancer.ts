import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import type { FrameEnhancer } from '#core/domain/frames/frame-enhancer.ts';
import { openFrameEnhancer } from '#core/pipelines/frames/frame-enhancer.ts';
import { FrameModel } from '#core/pipelines/frames/frame-model.ts';
import { FrameMode } from '#core/schema/frame-model.ts';
import { nodeDigest } from '../onnx/digest.ts';
import { folderFiles } from '../onnx/folder-files.ts';
import type { Provider } from '../onnx/provider.ts';
import { createOnnxRuntime } from '../onnx/runtime.ts';

/** Where the models lie that work on frames. */
export const FRAME_MODELS: Readonly<Record<FrameMode, string>> = {
  upscale: fileURLToPath(new URL('../../../models/kinora-mini-upscale', import.meta.url)),
  interpolate: fileURLToPath(new URL('../../../models/kinora-mini-interpolate', import.meta.url)),
};

/** What can be done to frames here: a model that somebody took away is not offered. */
export const frameModes = (): FrameMode[] => FrameMode.options.filter((mode) => existsSync(path.join(FRAME_MODELS[mode], 'manifest.json')));

export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A model that works on frames, from a folder. Throws as `FrameModel.open` does. */
export const openFrameModel = (mode: FrameMode, provider: Provider, folder = FRAME_MODELS[mode]): Promise<FrameModel> =>
  FrameModel.open({ files: folderFiles(folder), runtime: createOnnxRuntime(provider), digest: nodeDigest, mode });

/** Models that work on a film's takes. Throws FaultError `provider-unavailable` or `model-*`. */
export const openEnhancer = (modes: readonly FrameMode[], signal: CancelSignal, provider: Provider = 'cpu'): Promise<FrameEnhancer> =>
  openFrameEnhancer(modes, (mode) => openFrameModel(mode, provider), { signal, breathe });
