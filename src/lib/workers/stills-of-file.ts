import { BlobSource, Input, type InputVideoTrack, MP4, QTFF, VideoSampleSink, WEBM } from 'mediabunny';
import { inMeantColours } from '#core/film/meant-colours.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { FilmFiles } from '#lib/engine/film.ts';
import { STRIP_FRAMES, STRIP_HEIGHT, toFile } from './stills.ts';

type Stills = Pick<FilmFiles, 'poster' | 'filmstrip'>;

/** A picture that can be drawn at any size. */
type Draw = (context: OffscreenCanvasRenderingContext2D, x: number, width: number, height: number) => void;

interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * The first frame of a film or still, and all of it at a glance. `frames`: how many the film has. One frame is
 * decoded at a time. Throws FaultError `media-damaged` where this browser cannot read it.
 */
export async function stillsOfFile(file: Blob, frames: number): Promise<Stills> {
  try {
    return await (file.type.startsWith('image/') ? stillsOfPicture(file) : stillsOfFilm(file, frames));
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw new FaultError('media-damaged', {}, { cause: error });
  }
}

async function stillsOfPicture(file: Blob): Promise<Stills> {
  const bitmap = await createImageBitmap(file);
  const stills = new StillDrawer(bitmap, 1);
  stills.draw(0, (context, x, width, height) => context.drawImage(bitmap, x, 0, width, height));
  bitmap.close();
  return stills.files();
}

async function stillsOfFilm(file: Blob, frames: number): Promise<Stills> {
  const input = new Input({ source: new BlobSource(file), formats: [MP4, QTFF, WEBM] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track || !(await track.canDecode())) throw new FaultError('media-damaged');
    return await stillsOfTrack(track, Math.max(1, Math.min(frames, STRIP_FRAMES)), frames);
  } finally {
    input.dispose();
  }
}

async function stillsOfTrack(track: InputVideoTrack, count: number, frames: number): Promise<Stills> {
  const [start, end, width, height] = await Promise.all([
    track.getFirstTimestamp(),
    track.computeDuration(),
    track.getDisplayWidth(),
    track.getDisplayHeight(),
  ]);
  const frameLength = (end - start) / Math.max(1, frames);
  // The middle of each frame, so that rounding leads to no neighbour.
  const at = (i: number) => start + ((count === 1 ? 0 : Math.round((i * (frames - 1)) / (count - 1))) + 0.5) * frameLength;
  const stills = new StillDrawer({ width, height }, count);
  let i = 0;
  for await (const sample of new VideoSampleSink(await inMeantColours(track)).samplesAtTimestamps(Array.from({ length: count }, (_, n) => at(n)))) {
    if (!sample) throw new FaultError('media-damaged');
    stills.draw(i, (context, x, w, h) => sample.draw(context, x, 0, w, h));
    sample.close();
    i += 1;
  }
  return stills.files();
}

/** Draws the poster and, beside one another, the frames of the strip. */
class StillDrawer {
  readonly #poster: OffscreenCanvas;
  readonly #strip: OffscreenCanvas;
  readonly #count: number;

  constructor({ width, height }: Size, count: number) {
    const scale = Math.min(1, STRIP_HEIGHT / height);
    this.#count = count;
    this.#poster = new OffscreenCanvas(width, height);
    this.#strip = new OffscreenCanvas(Math.max(1, Math.round(width * scale)) * count, Math.max(1, Math.round(height * scale)));
  }

  /** Draws frame `i` of the strip; the first one is the poster, too. */
  draw(i: number, draw: Draw): void {
    const width = this.#strip.width / this.#count;
    const context = this.#strip.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    draw(context, i * width, width, this.#strip.height);
    if (i === 0) draw(this.#poster.getContext('2d')!, 0, this.#poster.width, this.#poster.height);
  }

  async files(): Promise<Stills> {
    return {
      poster: await toFile(this.#poster, 'image/png'),
      filmstrip: { ...(await toFile(this.#strip, 'image/webp')), frames: this.#count },
    };
  }
}
