import type { Frame } from '#core/domain/measure/frame.ts';
import { likeness, TOO_ALIKE } from '#core/domain/measure/likeness.ts';

/** Stills are drawn so wide before they are compared, which is done at a smaller size yet. Pixels. */
const WIDTH = 96;

/** Which stills are too alike to be two shots, found out one pair after the other while the page is idle. */
export class StillLikeness {
  /** Replaced whole: pairs are found out one after the other. */
  #alike = $state.raw<ReadonlyMap<string, boolean>>(new Map());
  readonly #frames = new Map<string, Promise<Frame | undefined>>();
  readonly #asked = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();
  #isOver = false;

  /** Whether two stills are too alike, by the names of their bytes; undefined until that is known. */
  of(one: Named, other: Named): boolean | undefined {
    return this.#alike.get(pairOf(one, other));
  }

  /** Has pairs compared that were not yet. */
  compare(pairs: readonly (readonly [Named, Named])[]): void {
    for (const [one, other] of pairs) {
      const pair = pairOf(one, other);
      if (this.#alike.has(pair) || this.#asked.has(pair)) continue;
      this.#asked.add(pair);
      this.#last = this.#last.then(() => this.#compare(pair, one, other));
    }
  }

  dispose(): void {
    this.#isOver = true;
  }

  async #compare(pair: string, one: Named, other: Named): Promise<void> {
    if (this.#isOver) return;
    const [a, b] = await Promise.all([this.#frameOf(one), this.#frameOf(other)]);
    // What cannot be read yet is asked for again when it is drawn.
    if (!a || !b) return void this.#asked.delete(pair);
    this.#alike = new Map(this.#alike).set(pair, likeness(a, b) >= TOO_ALIKE);
    await new Promise((resolve) => setTimeout(resolve));
  }

  #frameOf({ name, url }: Named): Promise<Frame | undefined> {
    const known = this.#frames.get(name);
    if (known) return known;
    const frame = readFrame(url);
    this.#frames.set(name, frame);
    void frame.then((read) => !read && this.#frames.delete(name));
    return frame;
  }
}

/** A still by the name of its bytes, and where they can be read now. */
export interface Named {
  readonly name: string;
  readonly url: string;
}

const pairOf = (one: Named, other: Named): string => `${one.name} ${other.name}`;

async function readFrame(url: string): Promise<Frame | undefined> {
  const image = new Image();
  image.src = url;
  const isRead = await image.decode().then(() => true, () => false);
  if (!isRead) return undefined;
  const [width, height] = [WIDTH, Math.max(1, Math.round((WIDTH * image.naturalHeight) / image.naturalWidth))];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) rgb.set(data.subarray(from, from + 3), to);
  return { width, height, rgb };
}
