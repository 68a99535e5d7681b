import { BlobSource } from 'mediabunny';
import { enhancedRecipe } from '#core/film/enhance/enhanced-recipe.ts';
import { enhancedShape, enhanceFrames } from '#core/pipelines/frames/enhance-frames.ts';
import { ClipReader } from '#core/film/enhance/read-clip.ts';
import type { FrameSource } from '#core/domain/frames/frame.ts';
import { writeClip } from '#core/film/enhance/write-clip.ts';
import { withPngComment } from '#core/film/png-comment.ts';
import { FrameModel, type FrameTools } from '#core/pipelines/frames/frame-model.ts';
import { tilesOf } from '#core/pipelines/frames/tiles-of.ts';
import { enhanceProgress, stageProgress } from '#core/pipelines/job-progress.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Adjustment, Progress, Timings } from '#core/schema/progress.ts';
import type { Recipe } from '#core/schema/recipe.ts';
import { sha256 } from '#lib/storage/digest.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import { FrameModelCache } from './model-cache.ts';
import { loadOnnxRuntime, type RuntimeOptions } from './onnx-web-runtime.ts';

export interface EnhanceOrder {
  readonly mode: FrameMode;
  readonly file: Blob;
  /** The hash of the file. */
  readonly source: Sha256;
  readonly prompt: string;
  /** The address of the model's folder, with a slash at the end. */
  readonly modelFolder: string;
  readonly runtime: RuntimeOptions;
  /** Tiles of half the sides: the memory has run out before. */
  readonly small: boolean;
}

/** What was made. */
export interface EnhancedFile {
  readonly file: Blob;
  readonly recipe: Recipe;
  readonly timings: Timings;
  readonly adjustments: readonly Adjustment[];
}

export interface EnhanceListener {
  onProgress(progress: Progress): void;
}

/**
 * A clip or still whose frames are larger, or a clip with more of them. One frame after the other is decoded, worked on
 * and encoded. Throws FaultError `media-damaged`, `encoder-unavailable`, `model-*` or what the runtime throws.
 */
export async function enhanceFile(order: EnhanceOrder, { onProgress }: EnhanceListener): Promise<EnhancedFile> {
  const begun = performance.now();
  onProgress(stageProgress('load', 0, 1));
  const runtime = await loadOnnxRuntime(order.runtime);
  const files = new FrameModelCache(order.modelFolder);
  await files.fetch(() => {});
  const { mode, small } = order;
  const model = await FrameModel.open({ files, runtime, digest: (bytes) => sha256(bytes as Uint8Array<ArrayBuffer>), mode });
  const load = performance.now() - begun;
  onProgress(stageProgress('load', 1, 1));
  const isStill = order.file.type.startsWith('image/');
  const source = isStill ? await readStill(order.file) : await ClipReader.open(new BlobSource(order.file));
  const tiles = tilesOf(model.manifest, source, small);
  let done = 0;
  const tools: FrameTools = {
    signal: { aborted: false },
    small,
    breathe: eventLoopTurn,
    onTile: () => onProgress(enhanceProgress((done += 1), Math.max(done, tiles))),
  };
  const shape = enhancedShape(mode, source);
  const engine = { id: 'browser', version: runtime.version, provider: runtime.provider };
  const recipe = enhancedRecipe({ model: model.manifest, shape, source: order.source, prompt: order.prompt, engine });
  const frames = enhanceFrames(source, model, tools);
  const file = source instanceof ClipReader ? await encode(frames, recipe, source) : await toPng(frames, recipe);
  return { file, recipe, timings: { load, enhance: performance.now() - begun - load }, adjustments: [] };
}

type Frames = ReturnType<typeof enhanceFrames>;

/** MP4 plays everywhere; a browser that encodes none of its codecs may still make a WebM. */
async function encode(frames: Frames, recipe: Recipe, from: ClipReader): Promise<Blob> {
  const order = { shape: recipe, recipe, from };
  const written = await writeClip(frames, { ...order, container: 'mp4' }).catch((error: unknown) => {
    // It is said before the first frame is asked for, so none is lost.
    if (!(error instanceof FaultError) || error.fault.reason !== 'encoder-unavailable') throw error;
    return writeClip(frames, { ...order, container: 'webm' });
  });
  return new Blob([written.bytes], { type: written.type });
}

/** A picture as one frame, what is transparent white. */
async function readStill(file: Blob): Promise<FrameSource> {
  const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
    throw new FaultError('media-damaged', {}, { cause });
  });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const rgba = new Uint8ClampedArray(context.getImageData(0, 0, width, height).data);
  return {
    ...{ width, height, count: 1, frameRate: 1 },
    async *frames() {
      yield { frame: { width, height, rgba }, begin: 0, end: 1 };
    },
  };
}

async function toPng(frames: Frames, recipe: Recipe): Promise<Blob> {
  for await (const { frame: { width, height, rgba } } of frames) {
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')!.putImageData(new ImageData(rgba, width, height), 0, 0);
    const png = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    return new Blob([withPngComment(png, JSON.stringify(recipe))], { type: 'image/png' });
  }
  throw new Error('there was no frame');
}
