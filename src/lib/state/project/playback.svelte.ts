import { toSeconds } from '#core/domain/timeline/frame-rate.ts';
import type { Span } from '#core/domain/timeline/timeline.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { FilmSound } from './film-sound.svelte.ts';

/** How fast the film can run, forwards and, with J, backwards. */
const SPEEDS = [1, 2, 4, 8] as const;
/** Sums of seconds are a little less than they are; a frame begins no later for that. */
const SLACK = 1e-6;

/** The film that is played, as it stands. */
export interface Played {
  /** Frames. */
  readonly length: number;
  readonly rate: FrameRate;
  /** What alone is played; all of it where undefined. */
  readonly within?: Span | undefined;
}

/** The playhead of a film: which frame is seen, and how fast the film runs. */
export class FilmPlayback {
  #frame = $state(0);
  #speed = $state(0);
  #handle = 0;
  readonly #film: () => Played;
  readonly #sound: FilmSound | undefined;

  /** At its own speed the film goes by the clock of its sound, else by that of the page. */
  constructor(film: () => Played, sound?: FilmSound) {
    this.#film = film;
    this.#sound = sound;
    if (sound) sound.onready = () => this.#speed === 1 && this.#run(1);
  }

  /** The frame in sight, from 0. */
  get frame(): number {
    return Math.min(this.#frame, this.#last);
  }

  /** 0 while it stands, 1 as the film is, -2 twice as fast backwards. */
  get speed(): number {
    return this.#speed;
  }

  get playing(): boolean {
    return this.#speed !== 0;
  }

  /** Stops and shows a frame; one that is out of range is brought into it. */
  seek(frame: number): void {
    this.stop();
    this.#frame = Math.max(0, Math.min(this.#last, Math.round(frame)));
  }

  step(by: number): void {
    this.seek(this.frame + by);
  }

  toggle(): void {
    if (this.playing) this.stop();
    else this.play();
  }

  play(): void {
    this.#run(1);
  }

  /** L: forwards, and faster each time. */
  forwards(): void {
    this.#run(this.#speed > 0 ? faster(this.#speed) : 1);
  }

  /** J: backwards, and faster each time. */
  backwards(): void {
    this.#run(this.#speed < 0 ? -faster(-this.#speed) : -1);
  }

  stop(): void {
    cancelAnimationFrame(this.#handle);
    this.#sound?.stop();
    this.#speed = 0;
  }

  get #last(): number {
    return Math.max(0, this.#film().length - 1);
  }

  #run(speed: number): void {
    const { length, rate, within = { start: 0, end: length } } = this.#film();
    if (length === 0) return;
    this.stop();
    const first = within.start;
    const last = Math.min(within.end, length) - 1;
    // From the end it begins again.
    if (this.frame < first || this.frame > last || (speed > 0 && this.frame >= last)) this.#frame = speed > 0 ? first : last;
    this.#speed = speed;
    if (speed === 1) this.#sound?.start(toSeconds(this.frame, rate), toSeconds(last + 1, rate));
    const each = toSeconds(1, rate);
    /** The moment in the film, in seconds, and when it was on the clock of the page. */
    let moment = this.frame * each;
    let then = performance.now();
    const tick = (now: number): void => {
      const heard = speed === 1 ? this.#sound?.position : undefined;
      moment = heard ?? moment + (speed * Math.max(0, now - then)) / 1000;
      then = Math.max(then, now);
      const frame = speed > 0 ? Math.floor(moment / each + SLACK) : Math.ceil(moment / each - SLACK);
      this.#frame = Math.max(first, Math.min(last, frame));
      if (frame > last || frame < first) this.stop();
      else this.#handle = requestAnimationFrame(tick);
    };
    this.#handle = requestAnimationFrame(tick);
  }
}

const faster = (speed: number): number => SPEEDS.find((other) => other > speed) ?? SPEEDS.at(-1)!;
