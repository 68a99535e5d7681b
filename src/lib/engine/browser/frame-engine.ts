import * as Comlink from 'comlink';
import type { Fault } from '#core/schema/fault.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { EnhanceApi } from '#lib/workers/enhance.worker.ts';
import type { FinishedFile, LaneContext } from '../lane.ts';
import { FRAME_MODEL_FOLDERS } from './frame-model-folders.ts';
import { type FramePlan, onPlanOrProcessor } from './frame-plan.ts';
import { RUNTIME_FILES } from './runtime-files.ts';

/** Works on frames in a worker that lives as long as its job: so a cancel is at once, and its memory comes back. */
export async function enhanceInWorker(mode: FrameMode, request: GenerationRequest, context: LaneContext, plan: FramePlan): Promise<Result<FinishedFile, Fault>> {
  const file = request.source && (await context.bytes(request.source));
  if (!file || !request.source) return fail({ reason: 'media-damaged', facts: {} });
  const order = { mode, file, source: request.source, prompt: request.prompt, small: context.tiling ?? false };
  return onPlanOrProcessor(plan, (on) => attempt(order, context, on));
}

type Order = Omit<Parameters<EnhanceApi['enhance']>[0], 'modelFolder' | 'runtime'>;

async function attempt(order: Order, { signal, onProgress }: LaneContext, { provider, threads }: FramePlan): Promise<Result<FinishedFile, Fault>> {
  const cancelled: Result<FinishedFile, Fault> = fail({ reason: 'cancelled', facts: {} });
  if (signal.aborted) return cancelled;
  const worker = new Worker(new URL('../../workers/enhance.worker.ts', import.meta.url), { type: 'module' });
  const stopped = new Promise<Result<FinishedFile, Fault>>((resolve) => {
    signal.addEventListener('abort', () => resolve(cancelled), { once: true });
    worker.onerror = () => resolve(fail({ reason: 'worker-died', facts: {} }));
  });
  try {
    const modelFolder = new URL(FRAME_MODEL_FOLDERS[order.mode], location.origin).href;
    const runtime = { provider, threads, files: RUNTIME_FILES[provider] };
    const work = Comlink.wrap<EnhanceApi>(worker).enhance({ ...order, modelFolder, runtime }, Comlink.proxy({ onProgress: (progress) => onProgress(progress) }));
    return await Promise.race([work, stopped]);
  } finally {
    worker.terminate();
  }
}
