import { RemainingTime } from '#core/domain/queue/estimate.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { PreviewFrame } from '#lib/queue/events.ts';

export const NOT_BEGUN: Progress = { stage: 'load', step: 0, steps: 1, fraction: 0 };

/** What is seen of a job while an engine works on it; nothing of it is kept. */
export class LiveJob {
  #progress = $state.raw<Progress>(NOT_BEGUN);
  #etaMs = $state.raw<number | null>(null);
  #preview = $state.raw<ImageBitmap | null>(null);
  readonly #pace = new RemainingTime();
  #over = false;

  get progress(): Progress {
    return this.#progress;
  }

  /** Milliseconds until it is done, as far as one can tell from how it went so far; null while nobody can. */
  get etaMs(): number | null {
    return this.#etaMs;
  }

  /** The latest picture of what forms. */
  get preview(): ImageBitmap | null {
    return this.#preview;
  }

  note(progress: Progress): void {
    this.#progress = progress;
    this.#pace.add(performance.now(), progress.fraction);
    this.#etaMs = this.#pace.remaining(performance.now()) ?? null;
  }

  async show(frame: PreviewFrame): Promise<void> {
    const bitmap = await createImageBitmap(opaque(frame));
    if (this.#over) {
      bitmap.close();
      return;
    }
    this.#preview?.close();
    this.#preview = bitmap;
  }

  dispose(): void {
    this.#over = true;
    this.#preview?.close();
    this.#preview = null;
  }
}

function opaque({ width, height, rgb }: PreviewFrame): ImageData {
  const image = new ImageData(width, height);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    image.data[to] = rgb[from]!;
    image.data[to + 1] = rgb[from + 1]!;
    image.data[to + 2] = rgb[from + 2]!;
    image.data[to + 3] = 255;
  }
  return image;
}
