import type { JobId } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';

/** Announcements come no closer together than this, in milliseconds. */
const PAUSE_MS = 5_000;

/**
 * Turns the course of jobs into few spoken sentences: the start, each quarter, the end, a fault; at most one in five
 * seconds, however many jobs follow each other. Starts and quarters that come too early are left out; ends and faults
 * wait for their turn and are said together.
 */
export class ProgressVoice {
  readonly #say: (text: string, options: { assertive: boolean }) => void;
  readonly #now: () => number;
  #current: JobId | undefined;
  #saidQuarter = 0;
  #saidAt = -Infinity;
  #ready = 0;
  #fault: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (text: string, options: { assertive: boolean }) => void, now: () => number = () => performance.now()) {
    this.#say = say;
    this.#now = now;
  }

  progress(id: JobId, progress: Progress): void {
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

  /** A clip is done. */
  ready(): void {
    this.#ready += 1;
    this.#soon();
  }

  /** A clip could not be made; `text` says why. */
  failed(text: string): void {
    this.#fault = text;
    this.#soon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  /** What waits to be said goes first. */
  get #mayTalk(): boolean {
    return this.#timer === undefined && this.#now() - this.#saidAt >= PAUSE_MS;
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.#sayEnds(), Math.max(0, this.#saidAt + PAUSE_MS - this.#now()));
  }

  #sayEnds(): void {
    const ready = this.#ready === 0 ? [] : [this.#ready === 1 ? 'The clip is ready.' : `${this.#ready} clips are ready.`];
    const fault = this.#fault;
    this.#timer = undefined;
    this.#ready = 0;
    this.#fault = undefined;
    this.#talk([...(fault === undefined ? [] : [fault]), ...ready].join(' '), fault !== undefined);
  }

  #talk(text: string, assertive = false): void {
    this.#saidAt = this.#now();
    this.#say(text, { assertive });
  }
}
