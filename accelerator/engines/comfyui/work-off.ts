import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Logger } from 'pino';
import type { GenerationResult, RawVideo, RunContext } from '#core/domain/generate/engine.ts';
import { type GenerationPlan, recipeOf } from '#core/pipelines/generation-plan.ts';
import type { MachineRoom } from '#core/domain/memory/memory-plan-types.ts';
import { FaultError, isOutOfMemory } from '#core/schema/fault.ts';
import type { Adjustment } from '#core/schema/progress.ts';
import type { GenerationRequest, Picture } from '#core/schema/request.ts';
import type { SystemStats } from './answers.ts';
import { findLoras, type Inventory, type WanFiles } from './availability.ts';
import { engineFault } from './faults.ts';
import { type Offered, offerOf } from './offering.ts';
import { deviceName } from './offer.ts';
import { Previews } from './previews.ts';
import { PromptProgress } from './progress-of.ts';
import { readOutputs } from './read-outputs.ts';
import type { ComfyServer } from './server.ts';
import type { ApiWorkflow } from './workflow/api-workflow.ts';
import { fillWorkflow } from './workflow/fill-workflow.ts';
import { type MemoryChoice, roomOfServer, type WanMemory } from './wan/wan-memory.ts';
import type { WanModel } from './wan/wan-models.ts';
import { wanWorkflow } from './wan/wan-workflow.ts';

/** One request, planned for one model on one server that has all its files. */
export interface Assignment {
  readonly server: ComfyServer;
  readonly offered: Offered;
  readonly plan: GenerationPlan;
  readonly files: WanFiles;
  readonly inventory: Inventory;
  readonly memory: WanMemory;
  readonly request: GenerationRequest;
  readonly context: RunContext;
  /** The id that the prompt gets. */
  readonly job: string;
  readonly signal: AbortSignal;
  readonly logger: Pick<Logger, 'info'>;
}

interface Prepared {
  readonly workflow: ApiWorkflow;
  /** The node whose pictures are the result. */
  readonly output: string;
  readonly tell: MemoryChoice['tell'];
  /** What kept it from being thought to fit. */
  readonly lacks?: string | undefined;
}

/** Has one request done. `pace`: milliseconds for each million pixels of each step; undefined where the server had it ready. */
export async function workOff(assignment: Assignment): Promise<{ result: GenerationResult; pace: number | undefined }> {
  const { server, plan, context, job, signal } = assignment;
  const stats = await server.client.systemStats();
  const { workflow, output, tell, lacks } = await prepare(assignment, roomOfServer(stats));
  const progress = new PromptProgress(workflow, context.onProgress.bind(context));
  const { frameRate } = plan.request;
  const lowest = server.lowestFree(() => progress.isUnderWay);
  const previews = new Previews(frameRate, (preview) => context.onPreview?.(preview));
  let video: RawVideo;
  try {
    const outputs = await server.work(
      workflow,
      job,
      {
        message: (message) => progress.hear(message),
        preview: (preview) => (preview.prompt ?? job) === job && previews.take(preview, progress.step),
      },
      signal,
    );
    const frames = await readOutputs(server.client, outputs, output, signal, (files, all) => progress.fetched(files, all));
    video = { ...frames, frameRate: frames.frameRate ?? frameRate };
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    tell('out-of-memory');
    throw lacks === undefined ? error : new FaultError('out-of-memory', { plan: lacks }, { cause: error });
  } finally {
    lowest.stop();
    progress.end();
    await previews.end();
  }
  mustBeAsAsked(assignment, video);
  const { denoise } = progress.timings;
  if (denoise !== undefined) tell({ seconds: Object.values(progress.timings).reduce((sum, ms) => sum + ms, 0) / 1000, lowestFree: lowest.bytes });
  const units = (video.width * video.height * video.frames * plan.request.steps) / 1e6;
  return { result: resultOf(assignment, stats, video, progress.timings), pace: denoise === undefined ? undefined : denoise / units };
}

async function prepare(assignment: Assignment, room: MachineRoom | undefined): Promise<Prepared> {
  const { server, offered, plan, files, inventory, memory, context, job, signal, logger } = assignment;
  const upload = (picture: Picture | undefined) => picture && uploadPicture(server, picture, signal);
  const [first, last] = await Promise.all([upload(plan.first), upload(plan.last)]);
  if (offered.kind === 'own') {
    const { prompt, negativePrompt, seed, steps, guidance, frameRate } = plan.request;
    const values = { prompt, negativePrompt, seed, steps, guidance, frameRate, ...plan.shape, ...(first && { first }), ...(last && { last }) };
    const { workflow, mapping } = offered.own;
    return { workflow: fillWorkflow(workflow, mapping, values), output: mapping.output, tell: () => undefined };
  }
  const choice = memory.choose(offered.model, plan, files, room, context.tiling === true);
  if (choice.why !== undefined) logger.info({ server: server.address, job, why: choice.why }, 'memory planned');
  const uses = plan.request.loras ?? [];
  const loras = uses.length > 0 ? findLoras(uses, await inventory.files('loras')) : [];
  const workflow = wanWorkflow({ model: offered.model, plan, files: choice.files, loras, first, last, tile: choice.tile, prefix: `kinora/${job}` });
  return { workflow, output: savingNode(workflow, offered.model), tell: choice.tell, ...(choice.fits === false && { lacks: choice.why }) };
}

function savingNode(workflow: ApiWorkflow, { offer }: WanModel): string {
  const node = Object.entries(workflow).find(([, { class_type }]) => class_type === 'SaveImage')?.[0];
  if (node === undefined) throw new Error(`the workflow of ${offer.id} saves nothing`);
  return node;
}

/** Under the hash of its pixels: the same picture is one file there, however often it is used. */
async function uploadPicture(server: ComfyServer, { width, height, rgb }: Picture, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256').update(`${width} ${height} `).update(rgb).digest('hex');
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } }).png().toBuffer();
  return server.client.uploadImage(png, `${hash}.png`, signal);
}

/** Our own workflows make what was planned; a person's makes what its maker wanted. */
function mustBeAsAsked({ offered, plan: { shape } }: Assignment, { width, height, frames }: RawVideo): void {
  if (offered.kind === 'own' || (width === shape.width && height === shape.height && frames === shape.frames)) return;
  const words = (one: { width: number; height: number; frames: number }) => `${one.frames} frames of ${one.width} × ${one.height} pixels`;
  throw engineFault('engine-refused', `It has made ${words({ width, height, frames })} instead of ${words(shape)}`);
}

function resultOf({ offered, plan, request }: Assignment, stats: SystemStats, video: RawVideo, timings: GenerationResult['timings']): GenerationResult {
  const engine = { id: 'comfyui', version: stats.system.comfyui_version, provider: deviceName(stats) };
  const recipe = recipeOf(plan, offerOf(offered), engine);
  const loras = plan.request.loras ?? [];
  const isOwn = offered.kind === 'own';
  const { width, height, frames, frameRate } = video;
  return {
    video,
    timings,
    recipe: { ...recipe, width, height, frames, frameRate, ...(!isOwn && loras.length > 0 && { loras }) },
    adjustments: isOwn ? differences(request, video) : plan.adjustments,
  };
}

const differences = (asked: GenerationRequest, used: RawVideo): Adjustment[] =>
  (['width', 'height', 'frames', 'frameRate'] as const)
    .filter((what) => Math.abs(asked[what] - used[what]) > 0.01 && !(what === 'frames' && asked.mode === 't2i'))
    .map((what) => ({ what, asked: asked[what], used: used[what] }));
