import type { WriteStream } from 'node:tty';
import type { FetchProgress } from '#core/domain/models/fetch-model.ts';
import { type FetchPace, paceAfter } from '#core/domain/models/fetch-pace.ts';
import { fetchedWords, paceWords } from '#core/domain/words/fetch-words.ts';

const BAR = 20;
/** Erase the line and return to its begin. */
const CLEAR = '\r\u001b[2K';
/** The line is written anew at most so often. Milliseconds. */
const PAUSE_MS = 100;
/** Characters in a line of a terminal that does not say how wide it is. */
const WIDTH = 80;
/** Where nothing arrives, so often. Milliseconds. */
const TICK_MS = 1_000;

/** One line on a terminal that shows how much of a model is here, how fast it comes and how long it still takes; nothing at all elsewhere. */
export class FetchLine {
  readonly #stream: WriteStream | undefined;
  #pace: FetchPace | undefined;
  #progress: FetchProgress | undefined;
  #last = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: WriteStream, isQuiet: boolean) {
    this.#stream = stream.isTTY && !isQuiet ? stream : undefined;
  }

  show(progress: FetchProgress): void {
    this.#progress = progress;
    if (!this.#stream || performance.now() - this.#last < PAUSE_MS) return;
    this.#write(this.#stream);
    this.#timer ??= setInterval(() => this.#stream && this.#write(this.#stream), TICK_MS).unref();
  }

  clear(): void {
    clearInterval(this.#timer);
    this.#stream?.write(CLEAR);
  }

  #write(stream: WriteStream): void {
    const { done, total } = this.#progress!;
    this.#last = performance.now();
    this.#pace = paceAfter(this.#pace, { at: this.#last, done, total });
    stream.write(CLEAR + fetchText(this.#progress!, this.#pace).slice(0, (stream.columns || WIDTH) - 1));
  }
}

/** The line as text. What matters most comes first: the end may be cut off. */
export function fetchText({ path, state, done, total }: FetchProgress, pace: Pick<FetchPace, 'perSecond' | 'leftMs'> | undefined): string {
  const fraction = total === 0 ? 0 : Math.min(1, done / total);
  const filled = Math.round(fraction * BAR);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  const going = paceWords({ done, total }, pace);
  return `${bar} ${String(Math.floor(fraction * 100)).padStart(3)} %  ${[fetchedWords({ done, total }), ...(going === undefined ? [] : [going])].join(', ')}  ${state === 'verifying' ? 'verifying' : 'fetching'} ${path}`;
}
