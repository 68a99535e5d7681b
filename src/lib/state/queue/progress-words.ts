import type { JobId } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';

/** Announcements come no closer together than this, in milliseconds. */
const PAUSE_MS = 5_000;
/** So many ends are said at that pace; then each pause is twice as long, up to the longest: a film of a hundred clips is made for an hour. */
const BRISK_ENDS = 3;
const LONGEST_PAUSE_MS = 60_000;
/** After so long without a sign of work, what comes next is another piece of work, in milliseconds. */
const QUIET_MS = 60_000;

/**
 * Turns the course of jobs into few spoken sentences: the start, each quarter, the end, a fault; at most one in five
 * seconds, and one a minute where very many jobs follow each other; a fault is never put off for longer than five seconds. Starts and quarters that come too early are left out; ends and faults
 * wait for their turn and are said together.
 */
export class ProgressVoice {
  readonly #say: (text: string, options: { assertive: boolean }) => void;
  readonly #now: () => number;
  #current: JobId | undefined;
  #saidQuarter = 0;
  #saidAt = -Infinity;
  #clips = 0;
  #pictures = 0;
  /** Sentences about ends in this row of work. */
  #endsSaid = 0;
  #signAt = -Infinity;
  #fault: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (text: string, options: { assertive: boolean }) => void, now: () => number = () => performance.now()) {
    this.#say = say;
    this.#now = now;
  }

  progress(id: JobId, progress: Progress): void {
    this.#sign();
    if (id !== this.#current) {
      this.#current = id;
      this.#saidQuarter = 0;
      if (this.#mayTalk) this.#talk('Generating has started.');
      return;
    }
    const quarter = Math.floor(progress.fraction * 4);
    if (quarter <= this.#saidQuarter || quarter >= 4 || !this.#mayTalk) return;
    this.#saidQuarter = quarter;
    this.#talk(`${quarter * 25} percent done.`);
  }

  /** A take of so many frames is done; of one it is a picture. */
  ready(frames: number): void {
    this.#sign();
    if (frames === 1) this.#pictures += 1;
    else this.#clips += 1;
    this.#soon();
  }

  /** A clip could not be made; `text` says why. */
  failed(text: string): void {
    this.#sign();
    this.#fault = text;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#soon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  /** What waits to be said goes first. */
  get #mayTalk(): boolean {
    return this.#timer === undefined && this.#now() - this.#saidAt >= this.#pauseMs;
  }

  get #pauseMs(): number {
    return Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** Math.max(0, this.#endsSaid - BRISK_ENDS));
  }

  #sign(): void {
    if (this.#now() - this.#signAt > QUIET_MS) this.#endsSaid = 0;
    this.#signAt = this.#now();
  }

  #soon(): void {
    const pause = this.#fault === undefined ? this.#pauseMs : PAUSE_MS;
    this.#timer ??= setTimeout(() => this.#sayEnds(), Math.max(0, this.#saidAt + pause - this.#now()));
  }

  #sayEnds(): void {
    const ready = [...readyWords(this.#pictures, 'picture'), ...readyWords(this.#clips, 'clip')];
    const fault = this.#fault;
    this.#timer = undefined;
    this.#pictures = 0;
    this.#clips = 0;
    this.#fault = undefined;
    this.#endsSaid += 1;
    this.#talk([...(fault === undefined ? [] : [fault]), ...ready].join(' '), fault !== undefined);
  }

  #talk(text: string, assertive = false): void {
    this.#saidAt = this.#now();
    this.#say(text, { assertive });
  }
}

function readyWords(count: number, noun: string): string[] {
  if (count === 0) return [];
  return [count === 1 ? `The ${noun} is ready.` : `${count} ${noun}s are ready.`];
}
