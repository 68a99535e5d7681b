import { allAdjustments, onLowerSteps } from '#core/domain/queue/memory-ladder.ts';
import type { GeneratedFile } from '#core/schema/accelerator/remote-job.ts';
import { FaultError } from '#core/schema/fault.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import type { StoredRequest } from '#core/schema/stored-request.ts';
import { keepFile } from './keep-file.ts';
import type { KeptJob } from './kept-job.ts';
import type { RunListener, RunParts } from './run-parts.ts';

/** Works on the frames of the file that a begun job names and keeps what is made. Undefined where nobody wants it any more. Throws FaultError. */
export async function enhanceJob(
  { stepsDown }: Pick<KeptJob, 'stepsDown'>,
  stored: StoredRequest,
  { engine, shelf, meter }: Pick<RunParts, 'engine' | 'shelf' | 'meter'>,
  signal: AbortSignal,
  listener: RunListener,
): Promise<GeneratedFile | undefined> {
  const { tiling, adjustments } = onLowerSteps(stepsDown, stored, undefined);
  const energy = meter();
  const enhanced = await engine.enhance?.(GenerationRequest.parse(stored), { signal, small: tiling, onProgress: (progress) => listener.onProgress(progress) });
  if (!enhanced) throw new FaultError('mode-not-supported', { mode: stored.mode });
  if (!enhanced.ok) throw new FaultError(enhanced.fault.reason, enhanced.fault.facts);
  const { file, recipe, timings, dispose } = enhanced.value;
  const spent = energy();
  try {
    if (!listener.onMade()) return undefined;
    const { sha256, type, bytes } = await keepFile(shelf, file);
    return { media: sha256, type, bytes, recipe, timings, adjustments: allAdjustments(adjustments, []), ...(spent !== undefined && { energy: spent }) };
  } finally {
    await dispose();
  }
}
