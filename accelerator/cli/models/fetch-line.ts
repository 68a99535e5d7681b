import type { WriteStream } from 'node:tty';
import type { FetchProgress as Fetched } from '#core/domain/models/fetch-model.ts';
import { type FetchPace, paceAfter } from '#core/domain/models/fetch-pace.ts';
import { fetchedWords, paceWords } from '#core/domain/words/fetch-words.ts';

/** How far a fetch is, or the copying of files of this machine. */
export type FetchProgress = Omit<Fetched, 'state'> & { readonly state: Fetched['state'] | 'copying' };

const BAR = 20;
/** Erase the line and return to its begin. */
const CLEAR = '\r\u001b[2K';
/** The line is written anew at most so often. Milliseconds. */
const PAUSE_MS = 100;
/** Characters in a line of a terminal that does not say how wide it is. */
const WIDTH = 80;
/** Where nothing arrives, so often. Milliseconds. */
const TICK_MS = 1_000;

/** Off a terminal a line of its own is written for every tenth, at most so often. Milliseconds. */
const PLAIN_MS = 1_000;
/** And so often in any case. Milliseconds. */
const PLAIN_LATEST_MS = 30_000;
const TENTHS = 10;

/**
 * How much of a model is here, how fast it comes and how long it still takes: one line on a terminal that is written anew,
 * and elsewhere, as in a file, a plain line now and then. What is over in a moment is not told of there.
 */
export class FetchLine {
  readonly #stream: WriteStream | undefined;
  #pace: FetchPace | undefined;
  #progress: FetchProgress | undefined;
  #last = -Infinity;
  #tenth = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: WriteStream, isQuiet: boolean) {
    this.#stream = isQuiet ? undefined : stream;
  }

  show(progress: FetchProgress): void {
    this.#progress = progress;
    if (!this.#stream) return;
    this.#timer ??= setInterval(() => this.#tell(this.#stream!, true), TICK_MS).unref();
    this.#tell(this.#stream, false);
  }

  clear(): void {
    clearInterval(this.#timer);
    if (this.#stream?.isTTY) this.#stream.write(CLEAR);
  }

  /** `isLate`: nothing was heard for a while. */
  #tell(stream: WriteStream, isLate: boolean): void {
    const now = performance.now();
    if (stream.isTTY) {
      if (isLate || now - this.#last >= PAUSE_MS) stream.write(CLEAR + fetchText(this.#progress!, this.#paceAt(now)).slice(0, (stream.columns || WIDTH) - 1));
      return;
    }
    // The first second counts from the begin.
    if (this.#last === -Infinity) this.#paceAt(now);
    const { done, total } = this.#progress!;
    const tenth = total === 0 ? 0 : Math.floor((TENTHS * Math.min(done, total)) / total);
    const wait = tenth > this.#tenth ? PLAIN_MS : PLAIN_LATEST_MS;
    if (now - this.#last < wait) return;
    this.#tenth = tenth;
    stream.write(`${plainText(this.#progress!, this.#paceAt(now))}\n`);
  }

  #paceAt(now: number): FetchPace {
    this.#last = now;
    const { done, total } = this.#progress!;
    return (this.#pace = paceAfter(this.#pace, { at: now, done, total }));
  }
}

type Pace = Pick<FetchPace, 'perSecond' | 'leftMs'> | undefined;

/** The line as text, without a bar. */
const plainText = (progress: FetchProgress, pace: Pace): string => `${percent(progress)}  ${going(progress, pace)}`;

/** The line as text. What matters most comes first: the end may be cut off. */
export function fetchText(progress: FetchProgress, pace: Pace): string {
  const filled = Math.round(fractionOf(progress) * BAR);
  return `${'█'.repeat(filled) + '░'.repeat(BAR - filled)} ${percent(progress).padStart(5)}  ${going(progress, pace)}`;
}

type Done = Pick<FetchProgress, 'done' | 'total'>;
const fractionOf = ({ done, total }: Done): number => (total === 0 ? 0 : Math.min(1, done / total));
const percent = (progress: Done): string => `${Math.floor(fractionOf(progress) * 100)} %`;

function going({ path, state, done, total }: FetchProgress, pace: Pace): string {
  const words = paceWords({ done, total }, pace);
  return `${[fetchedWords({ done, total }), ...(words === undefined ? [] : [words])].join(', ')}  ${state === 'verifying' || state === 'copying' ? state : 'fetching'} ${path}`;
}
