import { FilePathSource } from 'mediabunny';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import type { FrameSource, TimedFrame } from '#core/domain/frames/frame.ts';
import { enhancedRecipe } from '#core/film/enhance/enhanced-recipe.ts';
import { ClipReader } from '#core/film/enhance/read-clip.ts';
import { writeClip } from '#core/film/enhance/write-clip.ts';
import { enhancedShape, enhanceFrames } from '#core/pipelines/frames/enhance-frames.ts';
import type { FrameTools } from '#core/pipelines/frames/frame-model.ts';
import { tilesOf } from '#core/pipelines/frames/tiles-of.ts';
import { enhanceProgress, stageProgress } from '#core/pipelines/job-progress.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { Recipe } from '#core/schema/recipe.ts';
import { gifFrames, pictureFrames } from '../../media/read-frames.ts';
import { registerCodecs } from '../../media/register.ts';
import { encodeGifFrames, encodePicture } from '../../media/write-frames.ts';
import type { Provider } from '../onnx/provider.ts';
import { RUNTIME_VERSION } from '../onnx/runtime-version.ts';
import { breathe, openFrameModel } from './open-enhancer.ts';

/** A file that holds one picture, or many, and what is made of it: both hold one, or both many. */
export type EnhanceFiles =
  | { readonly kind: 'picture'; readonly to: 'png' | 'jpg' | 'jpeg' | 'webp' }
  | { readonly kind: 'clip'; readonly from: 'film' | 'gif'; readonly to: 'mp4' | 'webm' | 'gif' };

export interface EnhanceOrder {
  readonly mode: FrameMode;
  /** The path of the file. */
  readonly input: string;
  readonly files: EnhanceFiles;
  /** Its hash. */
  readonly source: Sha256;
  /** What is to be seen, where that is known. */
  readonly prompt: string;
  readonly provider: Provider;
  /** The model's folder; Kinora Mini's own where absent. */
  readonly model?: string | undefined;
  /** Tiles of half the sides: the memory has run out before. */
  readonly small?: boolean;
  /** Throws where what would be made cannot be. */
  check?(frameRate: number): void;
}

export interface EnhancedBytes {
  readonly bytes: Uint8Array;
  readonly recipe: Recipe;
  /** The clip had sound that its new container cannot hold. */
  readonly soundLeftOut: boolean;
}

/** A file with frames twice as large, or twice as many. Throws FaultError; `cancelled` when the signal says so. */
export async function enhanceFile(order: EnhanceOrder, signal: CancelSignal, onProgress: (progress: Progress) => void): Promise<EnhancedBytes> {
  const { mode, provider, prompt, small = false } = order;
  onProgress(stageProgress('load', 0, 1));
  const source = await openSource(order);
  try {
    const model = await openFrameModel(mode, provider, order.model);
    try {
      onProgress(stageProgress('load', 1, 1));
      const shape = enhancedShape(mode, source);
      order.check?.(shape.frameRate);
      const recipe = enhancedRecipe({ model: model.manifest, shape, source: order.source, prompt, engine: { id: 'onnx', version: RUNTIME_VERSION, provider } });
      const tools = { ...watched(signal, tilesOf(model.manifest, source, small), onProgress), small };
      const made = await encode(order.files, enhanceFrames(source, model, tools), recipe, source);
      if (signal.aborted) throw new FaultError('cancelled');
      return { ...made, recipe };
    } finally {
      await model.release();
    }
  } finally {
    if (source instanceof ClipReader) source.close();
  }
}

async function openSource({ input, files }: EnhanceOrder): Promise<FrameSource> {
  if (files.kind === 'picture') return pictureFrames(input);
  if (files.to !== 'gif' || files.from !== 'gif') registerCodecs();
  return files.from === 'gif' ? gifFrames(input) : ClipReader.open(new FilePathSource(input), input);
}

async function encode(files: EnhanceFiles, frames: AsyncIterable<TimedFrame>, recipe: Recipe, source: FrameSource): Promise<{ bytes: Uint8Array; soundLeftOut: boolean }> {
  if (files.kind === 'picture') return { bytes: await encodePicture(frames, files.to, recipe), soundLeftOut: false };
  if (files.to === 'gif') return { bytes: await encodeGifFrames(frames, recipe), soundLeftOut: false };
  return writeClip(frames, { container: files.to, shape: recipe, recipe, from: source instanceof ClipReader ? source : undefined });
}

function watched(signal: CancelSignal, tiles: number, onProgress: (progress: Progress) => void): FrameTools {
  let done = 0;
  return {
    signal,
    breathe,
    onTile: () => onProgress(enhanceProgress((done += 1), Math.max(done, tiles))),
  };
}
