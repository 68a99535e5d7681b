import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { quickened, quickLora } from '#core/domain/generate/quick.ts';
import { DiffusionPipeline } from '#core/pipelines/diffusion-pipeline.ts';
import type { TensorValue } from '#core/pipelines/runtime.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import type { Result } from '#core/schema/result.ts';
import { nodeDigest } from '../../accelerator/engines/onnx/digest.ts';
import { folderFiles } from '../../accelerator/engines/onnx/folder-files.ts';
import { OnnxEngine } from '../../accelerator/engines/onnx/onnx-engine.ts';
import { createOnnxRuntime } from '../../accelerator/engines/onnx/runtime.ts';
import { ROOT, run } from '../run-node.ts';
import { interleaved, type Measure, median, ms, type Skipped, timed } from './measure.ts';

const MODEL = path.join(ROOT, 'models/kinora-mini');
const TURNS = 5;

/** Kinora Mini on the processor, in this process. */
async function openMini(): Promise<DiffusionPipeline> {
  const opened = await DiffusionPipeline.open({
    files: folderFiles(MODEL),
    runtime: createOnnxRuntime('cpu'),
    digest: nodeDigest,
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  if (!opened.ok) throw new Error(opened.fault.reason);
  return opened.value;
}

/** The whole pipeline against the bare sum of its `session.run` calls, in the same run. */
export async function pipelineOverhead(): Promise<Measure> {
  const pipeline = await openMini();
  const request = defaultRequest(pipeline.manifest);
  const context = { signal: { aborted: false }, onProgress: () => undefined };
  const ratios: number[] = [];
  const totals: number[] = [];
  for (let turn = 0; turn <= TURNS; turn += 1) {
    let inRuns = 0;
    const total = await timed(async () => {
      const made = await pipeline.generate(request, context, { id: 'onnx', version: '0.1.0', provider: 'cpu' });
      if (!made.ok || made.value.sessionRunMs === undefined) throw new Error('the clip was not made');
      inRuns = made.value.sessionRunMs;
    });
    // The first turn makes the buffers.
    if (turn > 0) {
      ratios.push(total / inRuns);
      totals.push(total);
    }
  }
  await pipeline.dispose();
  return { name: 'pipeline : its session.run calls', value: median(ratios), unit: 'ratio', atMost: 1.05, detail: `${ms(median(totals))} a default clip` };
}

const defaultRequest = ({ size, frames, frameRate, defaults }: ModelManifest): GenerationRequest => ({
  mode: 't2v', prompt: 'a red balloon rising over the sea at sunset', negativePrompt: '', seed: 1,
  width: size.default[0], height: size.default[1], frames: frames.default, frameRate,
  steps: defaults.steps, guidance: defaults.guidance, scheduler: defaults.scheduler,
});

/** A default clip with the LoRA for few steps against one in all steps, turn by turn; merging the LoRA is not counted. */
export async function quickClip(): Promise<Measure> {
  const pipeline = await openMini();
  const full = defaultRequest(pipeline.manifest);
  const quick = quickened(full, quickLora(pipeline.manifest), pipeline.manifest);
  const engine = { id: 'onnx', version: '0.1.0', provider: 'cpu' } as const;
  const make = async (request: GenerationRequest) => {
    const made = await pipeline.generate(request, { signal: { aborted: false }, onProgress: () => undefined }, engine);
    if (!made.ok) throw new Error(`the clip was not made: ${made.fault.reason}`);
  };
  const { first, second, ratio } = await interleaved(
    TURNS,
    async () => {
      // One step has the LoRA merged.
      await make({ ...quick, steps: 1 });
      return timed(() => make(quick));
    },
    () => timed(() => make(full)),
  );
  await pipeline.dispose();
  return { name: 'quick clip : full clip', value: ratio, unit: 'ratio', detail: `${ms(first)} : ${ms(second)}, ${quick.steps} and ${full.steps} steps` };
}

/** `npm run generate` with nothing but words, from the start of the process to the file. */
export async function clipInNode(): Promise<Measure> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinora-bench-'));
  try {
    const words = ['accelerator/cli/generate.ts', 'a red balloon rising over the sea at sunset', '-o', path.join(folder, 'clip.mp4'), '--quiet'];
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      times.push(await timed(async () => {
        if ((await run(process.execPath, words)) !== 0) throw new Error('generate failed');
      }));
    }
    return { name: 'default clip in Node', value: median(times) / 1000, unit: 's', atMost: 10, detail: 'npm run generate, process and file included' };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One guided step of the transformer in ONNX Runtime against PyTorch, on the same number of threads. */
export async function nodeAgainstTorch(): Promise<Measure | Skipped> {
  const name = 'ONNX Runtime in Node : PyTorch, one guided step';
  const threads = availableParallelism();
  const script = fileURLToPath(new URL('./torch-step.py', import.meta.url));
  const torch = await startTorch(script, threads);
  if (!torch) return { name, why: 'no Python with PyTorch was found' };
  const session = await createOnnxRuntime('cpu', { threads }).createSession(await folderFiles(MODEL).read('transformer/model.onnx'));
  const feeds = await stepFeeds();
  try {
    const { first, second, ratio } = await interleaved(15, () => timed(() => session.run(feeds)), torch.step);
    return { name, value: ratio, unit: 'ratio', detail: `${ms(first)} : ${ms(second)}, ${threads} threads each` };
  } finally {
    await session.release();
    torch.end();
  }
}

/** Inputs of one guided step at the default size. Times do not depend on the values. */
async function stepFeeds(): Promise<Record<string, TensorValue>> {
  const text = await createOnnxRuntime('cpu').createSession(await folderFiles(MODEL).read('text_encoder/model.onnx'));
  const row = (value: bigint): TensorValue => ({ type: 'int64', dims: [2, 4], data: new BigInt64Array(8).fill(value) });
  const { last_hidden_state: states } = await text.run({ input_ids: row(5n), attention_mask: row(1n) });
  await text.release();
  if (!states) throw new Error('the text encoder gave nothing');
  const manifest = JSON.parse(new TextDecoder().decode(await folderFiles(MODEL).read('manifest.json'))) as { latent: { channels: number } };
  const dims = [2, 2 * manifest.latent.channels + 1, 5, 12, 20];
  return {
    hidden_states: { type: 'float32', dims, data: new Float32Array(dims.reduce((product, side) => product * side, 1)).fill(0.1) },
    timestep: { type: 'float32', dims: [2], data: Float32Array.of(500, 500) },
    encoder_hidden_states: states,
  };
}

async function startTorch(script: string, threads: number) {
  for (const python of ['python3', '/usr/bin/python3', 'python']) {
    const child = spawn(python, [script, String(threads)], { stdio: ['pipe', 'pipe', 'ignore'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ready = await Promise.race([lines.next(), once(child, 'error').then(() => undefined)]);
    if (ready?.value !== 'ready') continue;
    return {
      step: async (): Promise<number> => {
        child.stdin.write('\n');
        return Number((await lines.next()).value);
      },
      end: () => child.stdin.end(),
    };
  }
  return undefined;
}

/** The onnx engine, whose pipeline runs in a process of its own, against the same pipeline in this one: the price of the wall between. */
export async function engineInItsProcess(): Promise<Measure> {
  const pipeline = await openMini();
  const engine = new OnnxEngine({ models: [], provider: 'cpu', log: pino({ enabled: false }) });
  const request = defaultRequest(pipeline.manifest);
  const quiet = { signal: { aborted: false }, onProgress: () => undefined };
  const made = async (work: Promise<Result<unknown, Fault>>) => {
    if (!(await work).ok) throw new Error('the clip was not made');
  };
  try {
    const { first, second, ratio } = await interleaved(
      TURNS,
      () => timed(() => made(engine.run(request, quiet))),
      () => timed(() => made(pipeline.generate(request, quiet, { id: 'onnx', version: '0.1.0', provider: 'cpu' }))),
    );
    return { name: 'onnx engine in its process : pipeline in this one', value: ratio, unit: 'ratio', atMost: 1.05, detail: `${ms(first)} : ${ms(second)} a default clip` };
  } finally {
    await engine.dispose();
    await pipeline.dispose();
  }
}
