import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { measureSeam } from '#core/domain/measure/measure-seam.ts';
import { measureTake } from '#core/domain/measure/measure-take.ts';
import { PreviewWatch } from '#core/domain/measure/preview-watch.ts';
import { rankTakes } from '#core/domain/measure/rank-takes.ts';
import type { Frame } from '#core/domain/measure/frame.ts';
import { DiffusionPipeline } from '#core/pipelines/diffusion-pipeline.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { nodeDigest } from '../../accelerator/engines/onnx/digest.ts';
import { folderFiles } from '../../accelerator/engines/onnx/folder-files.ts';
import { createOnnxRuntime } from '../../accelerator/engines/onnx/runtime.ts';
import { colourNoise } from '../fixtures/measured-pictures.ts';
import { ROOT } from '../run-node.ts';
import { ENGINE } from './tiny-model.ts';

// Real clips on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let mini: DiffusionPipeline;
beforeAll(async () => {
  const opened = await DiffusionPipeline.open({ files: folderFiles(path.join(ROOT, 'models/kinora-mini')), runtime: createOnnxRuntime('cpu'), digest: nodeDigest });
  if (!opened.ok) throw new Error(opened.fault.reason);
  mini = opened.value;
});
afterAll(() => mini.dispose());

/** A clip of Kinora Mini as frames, and whether it would have been stopped early. */
async function clip(prompt: string, seed: number, steps: number, frames = mini.manifest.frames.default): Promise<{ readonly frames: readonly Frame[]; readonly stopped: boolean }> {
  const { frameRate, defaults } = mini.manifest;
  const [width, height] = [160, 96];
  const request: GenerationRequest = { mode: 't2v', prompt, negativePrompt: '', seed, width, height, frames, frameRate, steps, guidance: defaults.guidance, scheduler: defaults.scheduler };
  const watch = new PreviewWatch();
  let stopped = false;
  const context = {
    signal: { aborted: false },
    onProgress: (progress: Parameters<PreviewWatch['progress']>[0]) => watch.progress(progress),
    onPreview: (preview: Frame) => (stopped ||= watch.note(preview) !== undefined),
  };
  const made = await mini.generate(request, context as never, ENGINE);
  if (!made.ok) throw new Error(JSON.stringify(made.fault));
  const { video } = made.value;
  const size = width * height * 3;
  return { frames: Array.from({ length: video.frames }, (_, i) => ({ width, height, rgb: video.rgb.slice(i * size, (i + 1) * size) })), stopped };
}

it('tells a finished clip of Kinora Mini from a careless one, its cuts by their light, and lets good ones be', async () => {
  const { frameRate: rate } = mini.manifest;
  const day = await clip('a white boat sailing right over the sea at dawn', 1, 4);
  const night = await clip('a yellow star falling in the snow at night', 1, 4);
  const careless = await clip('a white boat sailing right over the sea at dawn', 1, 1);
  expect([day.stopped, night.stopped]).toEqual([false, false]);

  const measured = [careless, day].map(({ frames }) => ({ measures: measureTake(frames, { rate }) }));
  expect(rankTakes(measured).map(({ index }) => index)).toEqual([1, 0]);
  expect(measured[0]!.measures.sharpness).toBeLessThan(measured[1]!.measures.sharpness * 0.8);
  expect(measured[1]!.measures).not.toHaveProperty('first');
  expect(measured[1]!.measures.motion, 'it sails').toBeGreaterThan(0.03);
  expect(measured[1]!.measures.flicker).toBeLessThan(0.01);

  const given = { rate, first: day.frames[0]!, last: day.frames.at(-1)! };
  expect(measureTake(day.frames, given)).toMatchObject({ first: { psnr: 99 }, last: { psnr: 99 } });
  expect(measureTake(night.frames, given).first!.ssim).toBeLessThan(0.5);

  const end = { frames: day.frames.slice(5, 9), rate };
  expect(measureSeam(end, { frames: day.frames.slice(9, 13), rate }).verdict, 'within the clip').toBe('smooth');
  expect(measureSeam(end, { frames: night.frames.slice(0, 4), rate }).sentence).toMatch(/^Hard: .*much darker/);
  expect(measureTake([colourNoise(), colourNoise(2)], { rate }).noise).toBeGreaterThan(4 * measured[1]!.measures.noise);
});

/** The middle of what is red in a frame, in pixels from the left. */
function redIn({ rgb, width }: Frame): number {
  const columns = Array.from({ length: rgb.length / 3 }, (_, i) => i).filter((i) => rgb[i * 3]! > 140 && rgb[i * 3 + 1]! < 90 && rgb[i * 3 + 2]! < 90).map((i) => i % width);
  return columns.reduce((sum, column) => sum + column, 0) / columns.length;
}

it('goes its way over all of the longest clip of Kinora Mini, without a cut', async () => {
  const { frameRate: rate, frames } = mini.manifest;
  const { frames: long, stopped } = await clip('a red ball rolling right on the snow by day, static camera', 2, 6, frames.max);
  expect([long.length, stopped]).toEqual([33, false]);
  const at = [0, 8, 16, 24, 32].map((index) => redIn(long[index]!));
  for (const [i, column] of at.slice(1).entries()) expect(column - at[i]!, `quarter ${i + 1} of its way`).toBeGreaterThan(6);
  expect(measureTake(long, { rate }).flicker).toBeLessThan(0.01);
  const seams = [8, 16, 24].map((cut) => measureSeam({ frames: long.slice(cut - 4, cut), rate }, { frames: long.slice(cut, cut + 4), rate }).verdict);
  expect(seams).toEqual(['smooth', 'smooth', 'smooth']);
});
