import type { GenerationResult } from '#core/domain/generate/engine.ts';
import { allAdjustments, onLowerSteps } from '#core/domain/queue/memory-ladder.ts';
import { resizeRequest } from '#core/domain/generate/resize-request.ts';
import { stageProgress } from '#core/pipelines/job-progress.ts';
import type { JobResult } from '#core/schema/accelerator/remote-job.ts';
import { FaultError } from '#core/schema/fault.ts';
import { FrameMode } from '#core/schema/frame-model.ts';
import type { StoredRequest } from '#core/schema/stored-request.ts';
import { resizePicture } from '../media/resize-picture.ts';
import { composeJob } from './compose-job.ts';
import { enhanceJob } from './enhance-job.ts';
import type { KeptJob } from './kept-job.ts';
import { loadRequest } from './load-request.ts';
import type { RunListener, RunParts } from './run-parts.ts';

/** Makes what a begun job asks for and keeps the file. Undefined where nobody wants it any more. Throws FaultError. */
export async function runJob(kept: KeptJob, parts: RunParts, signal: AbortSignal, listener: RunListener): Promise<JobResult | undefined> {
  if (kept.order.request.mode === 'compose') return composeJob(kept.order.request, parts, signal, listener);
  if (FrameMode.safeParse(kept.order.request.mode).success) return enhanceJob(kept, kept.order.request, parts, signal, listener);
  const made = await Promise.race([make(kept, kept.order.request, parts, signal, listener), givenUp(signal, parts.stopMs)]);
  if (!listener.onMade()) return undefined;
  const { sha256, type, bytes } = await parts.shelf.keep(made.bytes);
  const { recipe, timings, adjustments } = made.result;
  return { media: sha256, type, bytes, recipe, timings, adjustments: [...adjustments], ...(made.energy !== undefined && { energy: made.energy }) };
}

interface Made {
  readonly result: GenerationResult;
  readonly bytes: Uint8Array;
  readonly energy: number | undefined;
}

async function make({ id, stepsDown }: KeptJob, stored: StoredRequest, parts: RunParts, signal: AbortSignal, listener: RunListener): Promise<Made> {
  const { engine, model, shelf, encode, meter } = parts;
  const { tiling, size, adjustments } = onLowerSteps(stepsDown, stored, model?.size);
  const loaded = await loadRequest(shelf, stored);
  const whole = model ? { ...loaded, model: model.id } : loaded;
  const smaller = size.width !== stored.width || size.height !== stored.height;
  const energy = meter();
  const result = await engine.run(smaller ? await resizeRequest(whole, size, resizePicture) : whole, {
    signal,
    tiling,
    job: id,
    onProgress: (progress) => listener.onProgress(progress),
    onPreview: (preview) => listener.onPreview(preview),
  });
  const spent = energy();
  if (!result.ok) throw new FaultError(result.fault.reason, result.fault.facts);
  listener.onProgress(stageProgress('encode-media', 0, 1));
  const begun = performance.now();
  const bytes = await encode(result.value);
  if (signal.aborted) throw new FaultError('cancelled');
  return {
    bytes,
    energy: spent,
    result: {
      ...result.value,
      timings: { ...result.value.timings, 'encode-media': performance.now() - begun },
      adjustments: allAdjustments(adjustments, result.value.adjustments),
    },
  };
}

/** Rejects a while after the signal: whoever does not obey it is not waited for. */
function givenUp(signal: AbortSignal, stopMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    const begin = () => setTimeout(() => reject(new FaultError('cancelled')), stopMs).unref();
    if (signal.aborted) begin();
    else signal.addEventListener('abort', begin, { once: true });
  });
}
