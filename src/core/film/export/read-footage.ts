import { ALL_FORMATS, Input, type Source, type VideoSample, VideoSampleSink } from 'mediabunny';
import type { Surface } from '../compose/canvas-port.ts';
import type { PictureSize } from '../compose/place-picture.ts';
import { inMeantColours } from '../meant-colours.ts';
import type { FilmHost } from './film-host.ts';

type Samples = AsyncGenerator<VideoSample | null, void, unknown>;

/** The frames of one take, one after the other: decoded once each, and only those that are shown. */
export class Footage<Picture> {
  readonly #input: Input;
  readonly #samples: Samples;
  readonly #surface: Surface<Picture>;
  readonly #draw: FilmHost<Picture>['drawSample'];
  readonly #wanted: readonly number[];
  /** How many of the wanted frames were read. */
  #read = 0;
  #hasPicture = false;

  private constructor(input: Input, samples: Samples, surface: Surface<Picture>, draw: FilmHost<Picture>['drawSample'], wanted: readonly number[]) {
    this.#input = input;
    this.#samples = samples;
    this.#surface = surface;
    this.#draw = draw;
    this.#wanted = wanted;
  }

  /** Opens a film. `wanted`: its frames that will be asked for, rising. Nothing where it cannot be read. */
  static async open<Picture>(source: Source, frameRate: number, wanted: readonly number[], host: FilmHost<Picture>): Promise<Footage<Picture> | undefined> {
    const input = new Input({ source, formats: ALL_FORMATS });
    try {
      const track = (await input.canRead()) ? await input.getPrimaryVideoTrack() : null;
      if (track && (await track.canDecode())) {
        const [start, size] = [await track.getFirstTimestamp(), await sizeOf(track)];
        // The middle of each frame, so that rounding leads to no neighbour.
        const times = wanted.map((frame) => start + (frame + 0.5) / frameRate);
        return new Footage(input, new VideoSampleSink(await inMeantColours(track)).samplesAtTimestamps(times), host.makeSurface(size.width, size.height), host.drawSample, wanted);
      }
    } catch {
      // A file that is damaged shows itself while it is opened.
    }
    input.dispose();
    return undefined;
  }

  /** The picture of a wanted frame; no earlier one may be asked for after it. Where the file ends sooner, its last one stays. */
  async at(frame: number): Promise<Surface<Picture> | undefined> {
    while (this.#read < this.#wanted.length && this.#wanted[this.#read]! <= frame) {
      const next = await this.#samples.next();
      this.#read += 1;
      const sample = next.done ? null : next.value;
      if (!sample) continue;
      await this.#draw(sample, this.#surface);
      sample.close();
      this.#hasPicture = true;
    }
    return this.#hasPicture ? this.#surface : undefined;
  }

  async close(): Promise<void> {
    await this.#samples.return();
    this.#input.dispose();
  }
}

async function sizeOf(track: { getDisplayWidth(): Promise<number>; getDisplayHeight(): Promise<number> }): Promise<PictureSize> {
  return { width: await track.getDisplayWidth(), height: await track.getDisplayHeight() };
}
