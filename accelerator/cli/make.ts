import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CancelSignal, GenerationResult } from '#core/domain/engine.ts';
import { snapShape } from '#core/domain/snap.ts';
import { encodeFilm } from '#core/film/encode.ts';
import { DiffusionPipeline } from '#core/pipelines/diffusion-pipeline.ts';
import { stageProgress } from '#core/pipelines/job-progress.ts';
import { readManifest } from '#core/pipelines/model-folder.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { Progress, Timings } from '#core/schema/progress.ts';
import { type GenerationRequest, PROMPT_LIMIT } from '#core/schema/request.ts';
import type { Result } from '#core/schema/result.ts';
import { bestProvider } from '../engines/onnx/best-provider.ts';
import { nodeDigest } from '../engines/onnx/digest.ts';
import { folderFiles } from '../engines/onnx/folder-files.ts';
import { createOnnxRuntime } from '../engines/onnx/runtime.ts';
import { readPicture } from '../media/read-picture.ts';
import { encodeGif, encodePng } from '../media/write-picture.ts';
import type { Kind, Options } from './options.ts';
import { checkOutput, writeWhole } from './output-file.ts';
import { UsageError } from './usage-error.ts';
import { reportWords, type WordsReport } from './words.ts';

const KINORA_MINI = fileURLToPath(new URL('../../models/kinora-mini', import.meta.url));
const ENGINE_VERSION = '0.1.0';

/** What is told while the work goes on. */
export interface Listener {
  onWords(words: WordsReport): void;
  onProgress(progress: Progress): void;
}

export interface Made {
  readonly result: GenerationResult;
  readonly words: WordsReport;
  /** Milliseconds of each stage, those of loading and encoding among them. */
  readonly timings: Timings;
}

/** From options to a finished file. Throws UsageError and FaultError; `cancelled` when the signal says so. */
export async function make(options: Options, signal: CancelSignal, listener: Listener): Promise<Made> {
  checkText(options);
  for (const [option, file] of [['--image', options.image], ['--last', options.last]] as const) {
    if (file !== undefined && !existsSync(file)) throw new UsageError(`${option} names ${file}, and there is no such file.`);
  }
  await checkOutput(options.output);

  const files = folderFiles(options.model ?? KINORA_MINI);
  const manifest = await readManifest(files);
  const words = await reportWords(options.prompt, files, manifest);
  listener.onWords(words);
  const request = await fillRequest(options, manifest);

  const provider = options.provider ?? (await bestProvider()).provider;
  const loading = performance.now();
  const pipeline = unwrap(
    await DiffusionPipeline.open({
      files,
      runtime: createOnnxRuntime(provider),
      digest: nodeDigest,
      now: () => performance.now(),
      onProgress: (progress) => listener.onProgress(progress),
      signal,
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
    }),
  );
  const load = performance.now() - loading;
  let result: GenerationResult;
  try {
    const context = { signal, onProgress: (progress: Progress) => listener.onProgress(progress) };
    result = unwrap(await pipeline.generate(request, context, { id: 'onnx', version: ENGINE_VERSION, provider }));
  } finally {
    await pipeline.dispose();
  }

  listener.onProgress(stageProgress('encode-media', 0, 1));
  const encoding = performance.now();
  const bytes = await encode(options.kind, result);
  if (signal.aborted) throw new FaultError('cancelled');
  await writeWhole(options.output, bytes);
  listener.onProgress(stageProgress('encode-media', 1, 1));
  return { result, words, timings: { load, ...result.timings, 'encode-media': performance.now() - encoding } };
}

/** What needs no model to be refused. */
function checkText({ prompt, negativePrompt, mode }: Options): void {
  for (const text of [prompt, negativePrompt]) {
    if (text.length > PROMPT_LIMIT) throw new FaultError('prompt-too-long', { length: text.length, limit: PROMPT_LIMIT });
  }
  if (prompt.trim() === '' && mode !== 'i2v' && mode !== 'flf2v') throw new FaultError('prompt-empty');
}

/** The options with the model's defaults, and the pictures cropped to the shape that the model will use. */
async function fillRequest(options: Options, manifest: ModelManifest): Promise<GenerationRequest> {
  const { mode, prompt, negativePrompt } = options;
  const [width, height] = options.size ? [options.size.width, options.size.height] : manifest.size.default;
  const frames = options.frames ?? manifest.frames.default;
  const { shape } = snapShape({ mode, width, height, frames }, manifest);
  const picture = (file: string | undefined) => file && readPicture(file, shape.width, shape.height);
  const [first, last] = await Promise.all([picture(options.image), picture(options.last)]);
  return {
    mode,
    prompt,
    negativePrompt,
    seed: options.seed ?? Math.floor(Math.random() * 2 ** 32),
    width,
    height,
    frames: mode === 't2i' ? 1 : frames,
    frameRate: options.frameRate ?? manifest.frameRate,
    steps: options.steps ?? manifest.defaults.steps,
    guidance: options.guidance ?? manifest.defaults.guidance,
    scheduler: manifest.defaults.scheduler,
    ...(first && { first }),
    ...(last && { last }),
  };
}

async function encode(kind: Kind, { video, recipe }: GenerationResult): Promise<Uint8Array> {
  if (kind === 'png') return encodePng(video, recipe);
  if (kind === 'gif') return encodeGif(video, recipe);
  // The codecs are large: they are loaded only for who needs them.
  const { registerCodecs } = await import('../media/register.ts');
  registerCodecs();
  return (await encodeFilm(video, kind, recipe)).bytes;
}

function unwrap<Value>(result: Result<Value, Fault>): Value {
  if (!result.ok) throw new FaultError(result.fault.reason, result.fault.facts);
  return result.value;
}
