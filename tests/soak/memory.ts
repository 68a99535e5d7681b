import path from 'node:path';
import { encodeFilm } from '#core/film/encode.ts';
import { DiffusionPipeline } from '#core/pipelines/diffusion-pipeline.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { nodeDigest } from '../../accelerator/engines/onnx/digest.ts';
import { folderFiles } from '../../accelerator/engines/onnx/folder-files.ts';
import { createOnnxRuntime } from '../../accelerator/engines/onnx/runtime.ts';
import { registerCodecs } from '../../accelerator/media/register.ts';
import { ROOT } from '../run-node.ts';
import type { Outcome } from './part.ts';

/** Rounds until every cache is filled; memory is compared with what is used then. */
const WARM_UP = 5;
/** Bytes by which memory may have grown at the end: allocators never give everything back. */
const GROWTH_LIMIT = 150e6;
const CLIPS_A_ROUND = 4;

interface Counts {
  rounds: number;
  clips: number;
  cancelled: number;
}

/**
 * Makes clip after clip in this process, stops some in the middle, opens and closes the model again and
 * again, and watches the memory.
 */
export async function memory(minutes: number): Promise<Outcome> {
  const end = performance.now() + minutes * 60_000;
  const counts: Counts = { rounds: 0, clips: 0, cancelled: 0 };
  registerCodecs();
  let settled = 0;
  while (performance.now() < end || counts.rounds <= WARM_UP) {
    await round(counts);
    counts.rounds += 1;
    if (counts.rounds === WARM_UP) settled = process.memoryUsage.rss();
  }
  const growth = process.memoryUsage.rss() - settled;
  const megabytes = (growth / 1e6).toFixed(0);
  return {
    told: `${counts.rounds} rounds, ${counts.clips} clips, ${counts.cancelled} cancelled; memory grew by ${megabytes} MB after the warm-up`,
    wrong: growth > GROWTH_LIMIT ? [`memory grew by ${megabytes} MB`] : [],
  };
}

/** Opens the model, makes some clips, stops one in the middle, closes the model. */
async function round(counts: Counts): Promise<void> {
  const opened = await DiffusionPipeline.open({
    files: folderFiles(path.join(ROOT, 'tests/fixtures/tiny-model')),
    runtime: createOnnxRuntime('cpu'),
    digest: nodeDigest,
  });
  if (!opened.ok) throw new Error(opened.fault.reason);
  const pipeline = opened.value;
  for (let clip = 0; clip < CLIPS_A_ROUND; clip += 1) {
    const signal = { aborted: false };
    const stopsAt = clip === CLIPS_A_ROUND - 1 ? 3 : Infinity;
    const onProgress = ({ stage, step }: { stage: string; step: number }) => {
      if (stage === 'denoise' && step >= stopsAt) signal.aborted = true;
    };
    const made = await pipeline.generate(request(counts.rounds * CLIPS_A_ROUND + clip), { signal, onProgress }, { id: 'onnx', version: '0', provider: 'cpu' });
    if (made.ok) {
      counts.clips += 1;
      await encodeFilm(made.value.video, clip % 2 === 0 ? 'mp4' : 'webm', made.value.recipe);
    } else if (made.fault.reason === 'cancelled') counts.cancelled += 1;
    else throw new Error(made.fault.reason);
  }
  await pipeline.dispose();
}

function request(seed: number): GenerationRequest {
  return {
    mode: 't2v', prompt: 'a red ball over the sea', negativePrompt: '', seed, width: 160, height: 96,
    frames: 17, frameRate: 8, steps: 8, guidance: 3, scheduler: 'euler',
  };
}
