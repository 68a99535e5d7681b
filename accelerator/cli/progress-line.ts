import type { WriteStream } from 'node:tty';
import { RemainingTime } from '#core/domain/queue/estimate.ts';
import type { Progress, Stage } from '#core/schema/progress.ts';

const WORDS: Record<Stage, string> = {
  load: 'Loading the model',
  'encode-text': 'Reading the words',
  'encode-picture': 'Looking at the picture',
  denoise: 'Drawing',
  decode: 'Developing',
  enhance: 'Working on the frames',
  'encode-media': 'Encoding',
};
const BAR = 24;
/** Erase the line and return to its begin. */
const CLEAR = '\r\u001b[2K';

/** One line on a terminal that shows how far the work is; nothing at all elsewhere. */
export class ProgressLine {
  readonly #stream: WriteStream | undefined;
  readonly #remaining = new RemainingTime();

  constructor(stream: WriteStream, isQuiet: boolean) {
    this.#stream = stream.isTTY && !isQuiet ? stream : undefined;
  }

  show(progress: Progress): void {
    if (!this.#stream) return;
    const now = performance.now();
    this.#remaining.add(now, progress.fraction);
    const line = progressText(progress, this.#remaining.remaining(now));
    this.#stream.write(CLEAR + line.slice(0, this.#stream.columns - 1));
  }

  clear(): void {
    this.#stream?.write(CLEAR);
  }
}

/** The line as text, without control characters. `remaining` in milliseconds. */
export function progressText({ stage, step, steps, fraction }: Progress, remaining: number | undefined): string {
  const filled = Math.round(fraction * BAR);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  const count = steps > 1 ? ` ${step}/${steps}` : '';
  const left = remaining === undefined || fraction >= 1 ? '' : `, ${Math.ceil(remaining / 1000)} s left`;
  return `${bar} ${String(Math.floor(fraction * 100)).padStart(3)} %  ${WORDS[stage]}${count}${left}`;
}
