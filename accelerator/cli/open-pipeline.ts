import { fileURLToPath } from 'node:url';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import { openModel } from '#core/pipelines/open-model.ts';
import type { OpenModel } from '#core/pipelines/pipeline-options.ts';
import type { FolderFiles, ModelFiles } from '#core/pipelines/runtime.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { Result } from '#core/schema/result.ts';
import { bestProvider } from '../engines/onnx/best-provider.ts';
import { nodeDigest } from '../engines/onnx/digest.ts';
import { folderFiles } from '../engines/onnx/folder-files.ts';
import type { Provider } from '../engines/onnx/provider.ts';
import { createOnnxRuntime } from '../engines/onnx/runtime.ts';

const KINORA_MINI = fileURLToPath(new URL('../../models/kinora-mini', import.meta.url));
const ENGINE_VERSION = '0.1.0';

/** A model that is loaded, and what recipes call the engine that runs it. */
export interface OpenPipeline {
  readonly pipeline: OpenModel;
  readonly engine: { readonly id: 'onnx'; readonly version: string; readonly provider: Provider };
}

/** The files of the model that was named, or of Kinora Mini. */
export const modelFiles = (folder: string | undefined): FolderFiles => folderFiles(folder ?? KINORA_MINI);

/** Loads a model. `provider`: the best that works where undefined. Throws FaultError; `cancelled` when the signal says so. */
export async function openPipeline(
  files: ModelFiles,
  wanted: Provider | undefined,
  { signal, onProgress }: { readonly signal: CancelSignal; onProgress(progress: Progress): void },
): Promise<OpenPipeline> {
  const provider = wanted ?? (await bestProvider()).provider;
  const pipeline = unwrap(
    await openModel({
      files,
      runtime: createOnnxRuntime(provider),
      digest: nodeDigest,
      now: () => performance.now(),
      onProgress,
      signal,
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
    }),
  );
  return { pipeline, engine: { id: 'onnx', version: ENGINE_VERSION, provider } };
}

/** The value of a result; throws its fault as FaultError. */
export function unwrap<Value>(result: Result<Value, Fault>): Value {
  if (!result.ok) throw new FaultError(result.fault.reason, result.fault.facts);
  return result.value;
}
