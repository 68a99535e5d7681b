import { BlobSource, Input, type InputVideoTrack, MP4, QTFF, VideoSampleSink, WEBM } from 'mediabunny';
import { cropBox } from '#core/domain/generate/crop-box.ts';
import { type Frame, measuredSize } from '#core/domain/measure/frame.ts';
import { inMeantColours } from '#core/film/meant-colours.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Focus } from '#core/schema/take.ts';

/** A take's file, and how many frames it has. */
export interface Footage {
  readonly file: Blob;
  readonly frames: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

type Draw = (context: OffscreenCanvasRenderingContext2D, width: number, height: number) => void;

/**
 * Frames of a film or still, small enough to be measured. `at`: which, from 0, in order; one may be named
 * again. Throws FaultError `media-damaged` where this browser cannot read it, and `cancelled`.
 */
export async function smallFrames({ file, frames }: Footage, at: readonly number[], cancelled: () => boolean = () => false): Promise<Frame[]> {
  try {
    if (!file.type.startsWith('image/')) return await ofFilm(file, frames, at, cancelled);
    const still = await smallPicture(file);
    return at.map(() => still);
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw new FaultError('media-damaged', {}, { cause: error });
  }
}

/** A given picture as it was cropped to a shape, small enough to be measured; undefined where it cannot be read. */
export async function smallCrop(file: Blob, shape: Size, focus: Focus): Promise<Frame | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return undefined;
  const { x, y, width, height } = cropBox(bitmap, shape, focus);
  const drawn = new SmallCanvas(measuredSize(shape)).frame((context, w, h) => context.drawImage(bitmap, x, y, width, height, 0, 0, w, h));
  bitmap.close();
  return drawn;
}

async function smallPicture(file: Blob): Promise<Frame> {
  const bitmap = await createImageBitmap(file);
  const drawn = new SmallCanvas(measuredSize(bitmap)).frame((context, width, height) => context.drawImage(bitmap, 0, 0, width, height));
  bitmap.close();
  return drawn;
}

async function ofFilm(file: Blob, frames: number, at: readonly number[], cancelled: () => boolean): Promise<Frame[]> {
  const input = new Input({ source: new BlobSource(file), formats: [MP4, QTFF, WEBM] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track || !(await track.canDecode())) throw new FaultError('media-damaged');
    return await ofTrack(track, frames, at, cancelled);
  } finally {
    input.dispose();
  }
}

async function ofTrack(track: InputVideoTrack, frames: number, at: readonly number[], cancelled: () => boolean): Promise<Frame[]> {
  const [start, end, width, height] = await Promise.all([
    track.getFirstTimestamp(),
    track.computeDuration(),
    track.getDisplayWidth(),
    track.getDisplayHeight(),
  ]);
  const frameLength = (end - start) / Math.max(1, frames);
  const canvas = new SmallCanvas(measuredSize({ width, height }));
  const wanted = [...new Set(at)];
  const found = new Map<number, Frame>();
  // The middle of each frame, so that rounding leads to no neighbour.
  const times = wanted.map((i) => start + (i + 0.5) * frameLength);
  for await (const sample of new VideoSampleSink(await inMeantColours(track)).samplesAtTimestamps(times)) {
    if (cancelled()) {
      sample?.close();
      throw new FaultError('cancelled');
    }
    if (!sample) throw new FaultError('media-damaged');
    found.set(wanted[found.size]!, canvas.frame((context, w, h) => sample.draw(context, 0, 0, w, h)));
    sample.close();
  }
  return at.map((i) => found.get(i)!);
}

class SmallCanvas {
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #size: Size;

  constructor(size: Size) {
    this.#size = size;
    this.#context = new OffscreenCanvas(size.width, size.height).getContext('2d', { willReadFrequently: true })!;
    this.#context.imageSmoothingQuality = 'high';
  }

  frame(draw: Draw): Frame {
    const { width, height } = this.#size;
    // Where a picture is transparent, paper shows.
    this.#context.fillStyle = 'white';
    this.#context.fillRect(0, 0, width, height);
    draw(this.#context, width, height);
    const { data } = this.#context.getImageData(0, 0, width, height);
    const rgb = new Uint8Array(width * height * 3);
    for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
      rgb[to] = data[from]!;
      rgb[to + 1] = data[from + 1]!;
      rgb[to + 2] = data[from + 2]!;
    }
    return { width, height, rgb };
  }
}
