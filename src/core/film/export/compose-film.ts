import { takeFrame } from '../../domain/timeline/shown-at.ts';
import type { CancelSignal } from '../../domain/generate/engine.ts';
import type { FrameEnhancer } from '../../domain/frames/frame-enhancer.ts';
import { FaultError } from '../../schema/fault.ts';
import type { SourcePicture, Surface } from '../compose/canvas-port.ts';
import { FrameDrawer } from '../compose/draw-frame.ts';
import type { FilmClip, FilmCut } from '../compose/film-cut.ts';
import type { PictureSize } from '../compose/place-picture.ts';
import { planFrame, type FramePlan, type PictureLayer } from '../compose/plan-frame.ts';
import { DeepStill } from './deep-still.ts';
import { EnhancedFootage, isSlower, largerStill, ownFrames, smoothedCut } from './enhanced-footage.ts';
import type { FilmHost } from './film-host.ts';
import type { OutputFrames } from './output-frames.ts';
import { Footage } from './read-footage.ts';
import { openFittingStill } from './fitting-still.ts';

/** A frame of the film's file. The surface is drawn anew for the next one. */
export interface ComposedFrame<Picture> {
  readonly index: number;
  readonly surface: Surface<Picture>;
  /** Whether it looks like the one before it. */
  readonly isSame: boolean;
}

export interface ComposeOptions {
  readonly size: PictureSize;
  readonly frames: OutputFrames;
  readonly signal: CancelSignal;
  /** Makes takes larger and smoother before they are drawn. */
  readonly enhancer?: FrameEnhancer | undefined;
  /** Told of each clip whose file is gone or cannot be read, by its slate; the film goes on with the slate's picture. */
  onMissing(slate: string): void;
  /** Told of each clip whose depth map is gone or cannot be read, by its slate: its still is moved as a flat picture. */
  onFlat(slate: string): void;
}

interface OpenClip<Picture> {
  at(layer: PictureLayer): Promise<SourcePicture<Picture> | undefined>;
  close(): Promise<void> | void;
}

/**
 * A film's frames in order, drawn one at a time: whatever its length, only the clips that are in sight
 * are open. Throws FaultError `cancelled` once the signal says so.
 */
export async function* composeFilm<Picture>(asked: FilmCut, options: ComposeOptions, host: FilmHost<Picture>): AsyncGenerator<ComposedFrame<Picture>, void, void> {
  const { enhancer, frames, signal } = options;
  const cut = enhancer?.between ? smoothedCut(asked) : asked;
  const slower = new Set(cut === asked ? [] : asked.clips.flatMap(({ source }, i) => (isSlower(source, asked) ? [cut.clips[i]!] : [])));
  const drawer = new FrameDrawer(options.size, host.makeSurface, host.fonts);
  const open = new Map<FilmClip, OpenClip<Picture>>();
  let before: string | undefined;
  try {
    for (let index = 0; index < frames.count; index += 1) {
      if (signal.aborted) throw new FaultError('cancelled');
      const plan = planFrame(cut, frames.filmFrame(index));
      await closeAllBut(open, plan);
      const looks = looksOf(plan);
      const isSame = looks === before;
      if (!isSame) {
        const pictures = new Map<PictureLayer, SourcePicture<Picture>>();
        for (const layer of plan.layers) {
          let clip = open.get(layer.clip);
          if (!clip) open.set(layer.clip, (clip = await openClip({ clip: layer.clip, cut, isSmooth: slower.has(layer.clip) }, options, host)));
          const picture = await clip.at(layer);
          if (picture) pictures.set(layer, picture);
        }
        drawer.draw(plan, (layer) => pictures.get(layer));
      }
      before = looks;
      yield { index, surface: drawer.surface, isSame };
    }
  } finally {
    for (const clip of open.values()) await clip.close();
  }
}

async function closeAllBut<Picture>(open: Map<FilmClip, OpenClip<Picture>>, { layers }: FramePlan): Promise<void> {
  for (const [clip, opened] of open) {
    if (layers.some((layer) => layer.clip === clip)) continue;
    open.delete(clip);
    await opened.close();
  }
}

/** Two frames with the same words look the same. */
const looksOf = ({ layers, light, texts }: FramePlan): string =>
  JSON.stringify([layers.map(({ clip: { id }, sourceFrame, view, opacity, region, offset }) => [id, sourceFrame, view, opacity, region, offset]), light, texts]);

const SLATE: OpenClip<never> = { at: async () => undefined, close: () => undefined };

interface ClipOfCut {
  readonly clip: FilmClip;
  readonly cut: FilmCut;
  /** Its take is planned with twice the frames that it has. */
  readonly isSmooth: boolean;
}

async function openClip<Picture>({ clip, cut, isSmooth }: ClipOfCut, { size, frames, enhancer, onMissing, onFlat }: ComposeOptions, host: FilmHost<Picture>): Promise<OpenClip<Picture>> {
  const { source } = clip;
  const drawn = { film: size, fit: cut.fit, makeSurface: host.makeSurface };
  if (source.kind === 'slate') return SLATE;
  if (source.kind === 'still') {
    const still = await openFittingStill(source, clip.camera, cut.fit, size, host);
    const shown = still && (enhancer ? await largerStill(still, { enhancer, ...drawn }) : still);
    if (!still || !shown) {
      onMissing(clip.slate);
      return SLATE;
    }
    const deep = source.depth && (await DeepStill.open(shown, source.depth, host));
    if (source.depth && !deep) onFlat(clip.slate);
    return { at: async ({ view }) => deep?.at(view) ?? shown, close: () => still.close() };
  }
  const bytes = await host.openFilm(source.asset);
  const wanted = sourceFrames(clip, cut, frames);
  const own = isSmooth ? { frames: source.frames / 2, frameRate: source.frameRate / 2 } : source;
  const read = bytes && (await Footage.open(bytes, own.frameRate, isSmooth ? ownFrames(wanted, own.frames) : wanted, host));
  const footage = read && enhancer ? new EnhancedFootage({ footage: read, enhancer, isSmooth, frames: own.frames, ...drawn }) : read;
  if (!footage) {
    onMissing(clip.slate);
    return SLATE;
  }
  let isWhole = true;
  return {
    async at({ sourceFrame }) {
      if (!isWhole) return undefined;
      try {
        return await footage.at(sourceFrame);
      } catch (error) {
        // What stops the work on frames says nothing of the file.
        if (error instanceof FaultError) throw error;
        isWhole = false;
        onMissing(clip.slate);
        return undefined;
      }
    },
    close: () => footage.close(),
  };
}

/** The frames of its take that a clip shows in the file, each once, in order. */
function sourceFrames(clip: FilmClip, { rate }: FilmCut, { count, filmFrame }: OutputFrames): number[] {
  const { source, place } = clip;
  const wanted: number[] = [];
  if (source.kind !== 'video') return wanted;
  for (let i = firstShown(place.start, count, filmFrame); i < count; i += 1) {
    const frame = filmFrame(i);
    if (frame >= place.end) break;
    const shown = takeFrame(clip, frame - place.start, source, rate);
    if (wanted.at(-1) !== shown) wanted.push(shown);
  }
  return wanted;
}

/** The first frame of the file that shows the film from `start` on. */
function firstShown(start: number, count: number, filmFrame: (i: number) => number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (filmFrame(middle) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
