import { toSeconds } from '#core/domain/frame-rate.ts';
import type { FrameRate } from '#core/schema/film-time.ts';

/** How fast the film can run, forwards and, with J, backwards. */
const SPEEDS = [1, 2, 4, 8] as const;

/** The playhead of a film: which frame is seen, and how fast the film runs. */
export class FilmPlayback {
  #frame = $state(0);
  #speed = $state(0);
  #handle = 0;
  readonly #film: () => { readonly length: number; readonly rate: FrameRate };

  /** `film` gives the film's length in frames, and its rate. */
  constructor(film: () => { readonly length: number; readonly rate: FrameRate }) {
    this.#film = film;
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
    else this.#run(1);
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
    this.#speed = 0;
  }

  get #last(): number {
    return Math.max(0, this.#film().length - 1);
  }

  #run(speed: number): void {
    const { length, rate } = this.#film();
    if (length === 0) return;
    cancelAnimationFrame(this.#handle);
    // From the end the film begins again.
    if (speed > 0 && this.frame >= this.#last) this.#frame = 0;
    this.#speed = speed;
    const from = this.frame;
    const began = performance.now();
    const each = toSeconds(1, rate) * 1000;
    const tick = (now: number): void => {
      const frame = from + Math.trunc((speed * Math.max(0, now - began)) / each);
      this.#frame = Math.max(0, Math.min(this.#last, frame));
      if (frame > this.#last || frame < 0) this.#speed = 0;
      else this.#handle = requestAnimationFrame(tick);
    };
    this.#handle = requestAnimationFrame(tick);
  }
}

const faster = (speed: number): number => SPEEDS.find((other) => other > speed) ?? SPEEDS.at(-1)!;
