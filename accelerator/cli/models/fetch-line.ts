import type { WriteStream } from 'node:tty';
import type { FetchProgress } from '#core/domain/models/fetch-model.ts';
import { RemainingTime } from '#core/domain/queue/estimate.ts';

const BAR = 24;
/** Erase the line and return to its begin. */
const CLEAR = '\r\u001b[2K';
/** The line is written anew at most so often. Milliseconds. */
const PAUSE_MS = 100;

/** One line on a terminal that shows how much of a model is here; nothing at all elsewhere. */
export class FetchLine {
  readonly #stream: WriteStream | undefined;
  readonly #remaining = new RemainingTime();
  #last = 0;

  constructor(stream: WriteStream, isQuiet: boolean) {
    this.#stream = stream.isTTY && !isQuiet ? stream : undefined;
  }

  show(progress: FetchProgress): void {
    const now = performance.now();
    if (!this.#stream || now - this.#last < PAUSE_MS) return;
    this.#last = now;
    if (progress.total > 0) this.#remaining.add(now, progress.done / progress.total);
    this.#stream.write(CLEAR + fetchText(progress, this.#remaining.remaining(now)).slice(0, this.#stream.columns - 1));
  }

  clear(): void {
    this.#stream?.write(CLEAR);
  }
}

/** The line as text. `remaining` in milliseconds. */
export function fetchText({ path, state, done, total }: FetchProgress, remaining: number | undefined): string {
  const fraction = total === 0 ? 0 : Math.min(1, done / total);
  const filled = Math.round(fraction * BAR);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  const left = remaining === undefined || fraction >= 1 ? '' : `, ${Math.ceil(remaining / 1000)} s left`;
  return `${bar} ${String(Math.floor(fraction * 100)).padStart(3)} %  ${state === 'verifying' ? 'Verifying' : 'Fetching'} ${path}${left}`;
}
