import { existsSync, openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CancelSignal, GenerationResult } from '#core/domain/generate/engine.ts';
import { paceQuick } from '#core/domain/generate/quick.ts';
import { snapShape } from '#core/domain/generate/snap.ts';
import { encodeFilm } from '#core/film/encode.ts';
import { stageProgress } from '#core/pipelines/job-progress.ts';
import { readCard } from '#core/pipelines/read-card.ts';
import type { ModelCard } from '#core/pipelines/stills/still-model.ts';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { LoraUse } from '#core/schema/lora-use.ts';
import type { Progress, Timings } from '#core/schema/progress.ts';
import { type GenerationRequest, PROMPT_LIMIT } from '#core/schema/request.ts';
import { nodeDigest } from '../engines/onnx/digest.ts';
import { readPicture } from '../media/read-picture.ts';
import { encodeGif, encodePng } from '../media/write-picture.ts';
import type { Kind, Options } from './options.ts';
import { modelFiles, openPipeline, unwrap } from './open-pipeline.ts';
import { checkOutput, writeWhole } from './output-file.ts';
import { quickOf } from './quick-of.ts';
import { UsageError } from './usage-error.ts';
import { reportWords, type WordsReport } from './words.ts';

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
  const given = [['--image', options.image], ['--last', options.last], ...options.loras.map(({ file }) => ['--lora', file] as const)] as const;
  for (const [option, file] of given) {
    if (file !== undefined && !existsSync(file)) throw new UsageError(`${option} names ${file}, and there is no such file.`);
  }
  await checkOutput(options.output);

  const files = modelFiles(options.model);
  const { card, manifest } = await readCard(files);
  // Only a model with a list of words has words that it does not know.
  const words = manifest ? await reportWords(options.prompt, files, manifest) : { known: [], ignored: [] };
  listener.onWords(words);
  const chosen = await readLoras(options, card);
  const quick = options.quick ? quickOf(card, manifest) : undefined;
  const pace = quick ? paceQuick({ loras: chosen.uses }, quick, card) : { ...card.defaults, loras: chosen.uses };
  const request = { ...(await fillRequest(options, card, pace)), ...(pace.loras.length > 0 && { loras: [...pace.loras] }) };

  const loading = performance.now();
  const { pipeline, engine } = await openPipeline(files, options.provider, { signal, onProgress: (progress) => listener.onProgress(progress) });
  const load = performance.now() - loading;
  let result: GenerationResult;
  try {
    const context = { signal, bytes: chosen.bytes, onProgress: (progress: Progress) => listener.onProgress(progress) };
    result = unwrap(await pipeline.generate(request, context, engine));
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

/** The LoRAs as a request names them, and their bytes by that name. */
async function readLoras({ loras }: Options, { id, name, adapters }: ModelCard) {
  if (loras.length > 0 && !adapters.loras) throw new UsageError(`${name} takes no LoRAs.`);
  const files = new Map<Sha256, string>();
  const uses: LoraUse[] = [];
  // Whoever names a file means it for this model; what is wrong with it is said.
  for (const { file, weight } of loras) {
    const asset = Sha256.parse(await nodeDigest(await readFile(file)));
    files.set(asset, file);
    uses.push({ asset, name: path.basename(file), weight, base: id });
  }
  const bytes = async (asset: Sha256) => {
    const file = files.get(asset);
    return file === undefined ? undefined : openAsBlob(file);
  };
  return { uses, bytes };
}

/** What needs no model to be refused. */
function checkText({ prompt, negativePrompt, mode }: Options): void {
  for (const text of [prompt, negativePrompt]) {
    if (text.length > PROMPT_LIMIT) throw new FaultError('prompt-too-long', { length: text.length, limit: PROMPT_LIMIT });
  }
  if (prompt.trim() === '' && mode !== 'i2v' && mode !== 'flf2v') throw new FaultError('prompt-empty');
}

/** The options with the model's defaults and, where they say no steps and guidance, with those of `pace`; and the pictures cropped to the shape that the model will use. */
async function fillRequest(options: Options, manifest: ModelCard, pace: Pick<GenerationRequest, 'steps' | 'guidance'>): Promise<GenerationRequest> {
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
    steps: options.steps ?? pace.steps,
    guidance: options.guidance ?? pace.guidance,
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
