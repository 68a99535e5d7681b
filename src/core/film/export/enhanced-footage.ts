import type { Frame } from '../../domain/frames/frame.ts';
import type { FrameEnhancer } from '../../domain/frames/frame-enhancer.ts';
import type { FilmCut, FilmSource } from '../../schema/film-sheet.ts';
import type { MakeSurface, SourcePicture, Surface } from '../compose/canvas-port.ts';
import { WHOLE_PICTURE } from '../compose/camera.ts';
import { placePicture, type PictureSize } from '../compose/place-picture.ts';
import type { Footage } from './read-footage.ts';

/** Whether a take has fewer frames a second than the film shows: only then is anything gained by more of them. */
export const isSlower = (source: FilmSource, { rate }: Pick<FilmCut, 'rate'>): source is Extract<FilmSource, { kind: 'video' }> =>
  source.kind === 'video' && source.frameRate * rate.denominator < rate.numerator;

/** Whether a picture is drawn larger than it is: only then is anything gained by a larger one. */
export function isSmaller(picture: PictureSize, film: PictureSize, fit: FilmCut['fit']): boolean {
  const { a, b } = placePicture(picture, film, fit, WHOLE_PICTURE);
  return Math.hypot(a, b) > 1;
}

/** The cut as it is planned when its slower takes have twice the frames. */
export const smoothedCut = (cut: FilmCut): FilmCut => ({
  ...cut,
  clips: cut.clips.map((clip) => (isSlower(clip.source, cut) ? { ...clip, source: { ...clip.source, frames: clip.source.frames * 2, frameRate: clip.source.frameRate * 2 } } : clip)),
});

/** The take's own frames, each once, that are needed for these, counted as twice as many. */
export function ownFrames(wanted: readonly number[], frames: number): number[] {
  const own = new Set<number>();
  for (const frame of wanted) {
    own.add(frame >> 1);
    if (frame % 2 === 1) own.add(Math.min(frames - 1, (frame >> 1) + 1));
  }
  return [...own];
}

interface EnhancedParts<Picture> {
  readonly footage: Footage<Picture>;
  readonly enhancer: FrameEnhancer;
  /** Frames are asked for as if there were twice as many as the take has. */
  readonly isSmooth: boolean;
  /** How many the take has. */
  readonly frames: number;
  readonly film: PictureSize;
  readonly fit: FilmCut['fit'];
  readonly makeSurface: MakeSurface<Picture>;
}

/** The frames of one take, larger or more of them, worked on as they are shown: two of its own and one that is shown are in memory. */
export class EnhancedFootage<Picture> {
  readonly #parts: EnhancedParts<Picture>;
  /** The latest of the take's own frames, at most two. */
  readonly #own = new Map<number, Frame>();
  #surface: Surface<Picture> | undefined;
  #shown: number | undefined;

  constructor(parts: EnhancedParts<Picture>) {
    this.#parts = parts;
  }

  /** The picture of a wanted frame; no earlier one may be asked for after it. */
  async at(wanted: number): Promise<SourcePicture<Picture> | undefined> {
    if (wanted === this.#shown) return this.#surface;
    const frame = await this.#frame(wanted);
    if (!frame) return undefined;
    const { enhancer, film, fit, makeSurface } = this.#parts;
    const shown = enhancer.larger && isSmaller(frame, film, fit) ? await enhancer.larger(frame) : frame;
    this.#surface ??= makeSurface(shown.width, shown.height);
    this.#surface.write({ width: shown.width, height: shown.height, data: shown.rgba });
    this.#shown = wanted;
    return this.#surface;
  }

  close(): Promise<void> {
    return this.#parts.footage.close();
  }

  async #frame(wanted: number): Promise<Frame | undefined> {
    const { enhancer, isSmooth, frames } = this.#parts;
    if (!isSmooth) return this.#ownFrame(wanted);
    const before = await this.#ownFrame(wanted >> 1);
    const next = (wanted >> 1) + 1;
    // The last one has none behind it, and stays.
    if (!before || wanted % 2 === 0 || next >= frames || !enhancer.between) return before;
    const after = await this.#ownFrame(next);
    return after && enhancer.between(before, after);
  }

  async #ownFrame(index: number): Promise<Frame | undefined> {
    const known = this.#own.get(index);
    if (known) return known;
    const surface = await this.#parts.footage.at(index);
    if (!surface) return undefined;
    const { width, height, data } = surface.read();
    const frame = { width, height, rgba: data as Uint8ClampedArray<ArrayBuffer> };
    for (const other of this.#own.keys()) if (other < index - 1) this.#own.delete(other);
    this.#own.set(index, frame);
    return frame;
  }
}

/** A still at twice the size where it is drawn larger than it is. */
export async function largerStill<Picture>(
  still: SourcePicture<Picture>,
  { enhancer, film, fit, makeSurface }: Pick<EnhancedParts<Picture>, 'enhancer' | 'film' | 'fit' | 'makeSurface'>,
): Promise<SourcePicture<Picture>> {
  const { width, height } = still;
  if (!enhancer.larger || !isSmaller(still, film, fit)) return still;
  const own = makeSurface(width, height);
  own.pen.drawImage(still.picture, 0, 0, width, height);
  const larger = await enhancer.larger({ width, height, rgba: own.read().data as Uint8ClampedArray<ArrayBuffer> });
  const surface = makeSurface(larger.width, larger.height);
  surface.write({ width: larger.width, height: larger.height, data: larger.rgba });
  return surface;
}
