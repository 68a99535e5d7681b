import { copyFile, link, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { CancelSignal, GenerationResult, RawVideo, RunContext } from '#core/domain/generate/engine.ts';
import { recipeOf, type GenerationPlan } from '#core/pipelines/generation-plan.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Adjustment, Timings } from '#core/schema/progress.ts';
import type { Recipe } from '#core/schema/recipe.ts';
import type { MediaShelf } from '../../media/ports.ts';
import { JOB, type PlacedLora, previewFile, sdArguments, splitSteps } from './arguments.ts';
import type { SdModel } from './catalogue.ts';
import { ENGINE, endingFault, hopeless } from './ending-fault.ts';
import { JobFolder } from './job-folder.ts';
import { type Ending, keepProcess } from './kept-process.ts';
import type { MemoryChoice } from './memory-flags.ts';
import { OutputReader, type Said } from './output-reader.ts';
import { PreviewReader } from './preview-reader.ts';
import { readFrames } from './read-frames.ts';
import { RunProgress } from './run-progress.ts';
import { SaidLines } from './said-lines.ts';

/** How often a run looks whether it is still wanted. Milliseconds. */
const LOOK_MS = 50;
/** With less than this left, a frame that was not written was one too many for the disk. Bytes. */
const NO_ROOM = 16_000_000;

/** What a run needs of its engine. */
export interface RunTools {
  readonly program: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly scratch: string;
  readonly media: Pick<MediaShelf, 'get'>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** How long sd-cli may say nothing, in milliseconds. */
  readonly silenceMs: number;
}

export interface RunOrder {
  readonly model: SdModel;
  readonly plan: GenerationPlan;
  readonly memory: MemoryChoice;
  readonly engine: Recipe['engine'];
  readonly signal: CancelSignal;
  readonly context: Omit<RunContext, 'signal'>;
}

/** Makes one clip with one sd-cli. Throws FaultError for whatever is expected to go wrong; leaves nothing behind. */
export async function runSdCli(order: RunOrder, tools: RunTools): Promise<GenerationResult> {
  const folder = await JobFolder.make(tools.scratch);
  try {
    return await work(order, tools, folder);
  } finally {
    await folder.remove();
  }
}

async function work({ model, plan, memory, engine, signal, context }: RunOrder, tools: RunTools, folder: JobFolder): Promise<GenerationResult> {
  const { request, shape } = plan;
  await folder.needRoom(shape.width * shape.height * shape.frames * 3);
  if (plan.first) await folder.placePicture(JOB.first, plan.first);
  if (plan.last) await folder.placePicture(JOB.last, plan.last);
  const loras = [...(await placeFast(memory, folder)), ...(await placeLoras(plan, tools, folder))];
  if (signal.aborted) throw new FaultError('cancelled');

  const preview = context.onPreview ? previewFile(shape, request.frameRate) : undefined;
  const steps = splitSteps(model, request.steps);
  const args = sdArguments({ model, files: memory.files, request, shape, steps, loras, memory: memory.flags, preview });
  tools.log.info({ model: model.offer.id, ...shape, steps: request.steps, memory: memory.flags }, 'sd-cli begins');
  const reader = preview === undefined ? undefined : previewReader(folder, preview, plan, signal, context);
  const { ending, lines, unsaved, timings } = await listen(args, { tools, folder, plan, signal, context, preview: reader });
  await reader?.settled();
  tools.log.info({ ...ending, timings }, 'sd-cli has ended');

  if (ending.code !== 0 || unsaved) {
    if (unsaved) throw await unsavedFault(folder);
    throw thrown(endingFault(ending, lines.all(), engine.provider));
  }
  const video = await readFrames(folder, request.frameRate);
  if (!video) throw thrown(endingFault(ending, lines.all(), engine.provider));
  return resultOf(video, plan, model, engine, timings);
}

interface Listening {
  readonly tools: RunTools;
  readonly folder: JobFolder;
  readonly plan: GenerationPlan;
  readonly signal: CancelSignal;
  readonly context: RunOrder['context'];
  readonly preview: PreviewReader | undefined;
}

/** Runs sd-cli to its end. Throws where it is not to go on: `cancelled`, `timed-out`, or what it can only fail of. */
async function listen(args: readonly string[], { tools, folder, plan, signal, context, preview }: Listening) {
  const lines = new SaidLines();
  const progress = new RunProgress({
    steps: plan.request.steps,
    pictures: plan.first !== undefined,
    report: (told) => context.onProgress(told),
    now: () => performance.now(),
  });
  let over: Fault | undefined;
  let unsaved = false;
  let heardAt = performance.now();
  const hear = (said: Said): void => {
    lines.hear(said);
    if (over) return;
    progress.hear(said);
    if (said.kind === 'line') {
      if (/^save result image \d+ to .*\(failure\)$/.test(said.text)) unsaved = true;
      const fault = hopeless(said);
      if (fault) end(fault);
    } else if (progress.stage === 'denoise' && said.of === 'steps') preview?.step();
  };
  const [output, errors] = [new OutputReader(hear), new OutputReader(hear)];
  const from = (reader: OutputReader) => (bytes: Uint8Array) => {
    heardAt = performance.now();
    reader.write(bytes);
  };
  const { program, environment, silenceMs } = tools;
  const kept = keepProcess({ program, args, folder: folder.path, environment, onOutput: from(output), onErrors: from(errors) });
  const end = (fault: Fault): void => {
    over ??= fault;
    kept.stop();
  };
  const looking = setInterval(() => {
    if (signal.aborted) end({ reason: 'cancelled', facts: {} });
    else if (performance.now() - heardAt > silenceMs) end({ reason: 'timed-out', facts: { minutes: Math.round(silenceMs / 60_000) } });
  }, LOOK_MS);
  let ending: Ending;
  try {
    ending = await kept.ended;
  } finally {
    clearInterval(looking);
  }
  output.end();
  errors.end();
  if (signal.aborted) throw new FaultError('cancelled');
  if (over) throw thrown(over);
  return { ending, lines, unsaved, timings: progress.timings };
}

function previewReader(folder: JobFolder, file: string, { request }: GenerationPlan, signal: CancelSignal, { onPreview }: RunOrder['context']): PreviewReader {
  const show = (preview: RawVideo): void => {
    if (!signal.aborted) onPreview?.(preview);
  };
  return new PreviewReader(path.join(folder.path, file), request.frameRate, show);
}

/** The LoRAs of a model that was distilled, under names of their own: the path of a file may hold what ends a tag. */
async function placeFast({ files }: MemoryChoice, folder: JobFolder): Promise<PlacedLora[]> {
  if (!files.fast) return [];
  await mkdir(path.join(folder.path, JOB.loras), { recursive: true });
  const placed: PlacedLora[] = [];
  for (const expert of ['high', 'low'] as const) {
    const file = `fast-${expert}.safetensors`;
    await linked(files.fast[expert].path, path.join(folder.path, JOB.loras, file));
    placed.push({ file, weight: 1, for: expert });
  }
  return placed;
}

/** Not every system lets everybody make links. */
async function linked(file: string, place: string): Promise<void> {
  const real = path.resolve(file);
  await symlink(real, place).catch(() => link(real, place)).catch(() => copyFile(real, place));
}

async function placeLoras({ request }: GenerationPlan, { media }: RunTools, folder: JobFolder): Promise<PlacedLora[]> {
  const placed: PlacedLora[] = [];
  for (const lora of request.loras ?? []) placed.push(...(await folder.placeLora(lora, media)));
  return placed;
}

async function unsavedFault(folder: JobFolder): Promise<FaultError> {
  const isFull = (await folder.freeBytes()) < NO_ROOM;
  return new FaultError(isFull ? 'no-room-on-disk' : 'output-not-writable', { file: isFull ? 'The clip' : `A frame of ${ENGINE}` });
}

const thrown = ({ reason, facts }: Fault): FaultError => new FaultError(reason, facts);

/** What was made may differ from what was asked: then it is told, and the recipe says what was made. */
function resultOf(video: RawVideo, plan: GenerationPlan, { offer }: SdModel, engine: Recipe['engine'], timings: Timings): GenerationResult {
  const { loras } = plan.request;
  const made = { width: video.width, height: video.height, frames: video.frames };
  const changed: Adjustment[] = (['width', 'height', 'frames'] as const)
    .filter((what) => made[what] !== plan.shape[what])
    .map((what) => ({ what, asked: plan.shape[what], used: made[what] }));
  return {
    video,
    recipe: { ...recipeOf({ ...plan, shape: made }, offer, engine), ...(loras && loras.length > 0 && { loras }) },
    timings,
    adjustments: [...plan.adjustments.filter(({ what }) => !changed.some((change) => change.what === what)), ...changed],
  };
}
