import { commonLength, type Length, ownFrame } from './in-step.ts';
import type { Playable } from './playback.svelte.ts';

interface Member {
  readonly clip: Length;
  readonly video: HTMLVideoElement;
  /** The frame that its picture shows. */
  shown: number;
}

/** A clip that is further off than this many of its frames is set right at once; one that is less off plays a little faster or slower. */
const MOST_OFF = 1.5;
const LITTLE_OFF = 0.2;
const CATCH_UP = 0.12;

/** Several clips under one transport, in step: each shows what belongs to the same moment. Stills stand by. */
export class Ensemble implements Playable {
  readonly frames: number;
  readonly frameRate: number;
  #playing = $state(false);
  #frame = $state(0);
  #loop = $state(true);
  #speed = $state(1);
  readonly #members = new Set<Member>();
  #request = 0;
  /** The moment in the clips, in seconds, at `#since` on the clock of the page. */
  #from = 0;
  #since = 0;

  constructor(clips: readonly Length[]) {
    ({ frames: this.frames, frameRate: this.frameRate } = commonLength(clips));
  }

  get playing(): boolean {
    return this.#playing;
  }

  get frame(): number {
    return this.#frame;
  }

  get loop(): boolean {
    return this.#loop;
  }

  set loop(loop: boolean) {
    this.#loop = loop;
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#from = this.#moment();
    this.#since = performance.now();
    this.#speed = speed;
    for (const { video } of this.#members) video.playbackRate = speed;
  }

  /** Takes over a muted video; `onFrame` is told of every frame that comes into sight. Returns the way to let go. */
  attach(clip: Length, video: HTMLVideoElement, onFrame: (video: HTMLVideoElement) => void): () => void {
    const member: Member = { clip, video, shown: 0 };
    this.#members.add(member);
    video.playbackRate = this.#speed;
    this.#place(member);
    let handle = 0;
    const seen = (_now: number, frame: VideoFrameCallbackMetadata) => {
      member.shown = Math.min(clip.frames - 1, Math.round(frame.mediaTime * clip.frameRate));
      onFrame(video);
      handle = video.requestVideoFrameCallback(seen);
    };
    handle = video.requestVideoFrameCallback(seen);
    return () => {
      video.cancelVideoFrameCallback(handle);
      this.#members.delete(member);
      if (this.#members.size === 0) this.pause();
    };
  }

  /** The frame that the picture of each clip shows, in the order they were attached. */
  get shown(): readonly number[] {
    return [...this.#members].map(({ shown }) => shown);
  }

  /** Starts from the beginning again when the end has been reached. */
  play(): void {
    if (this.#playing || this.#members.size === 0) return;
    if (this.#frame >= this.frames - 1) this.#frame = 0;
    this.#playing = true;
    this.#begin(this.#frame / this.frameRate);
    this.#request = requestAnimationFrame(this.#advance);
  }

  pause(): void {
    if (!this.#playing) return;
    this.#playing = false;
    cancelAnimationFrame(this.#request);
    this.#place();
  }

  toggle(): void {
    if (this.#playing) this.pause();
    else this.play();
  }

  seek(frame: number): void {
    this.#playing = false;
    cancelAnimationFrame(this.#request);
    this.#frame = Math.min(this.frames - 1, Math.max(0, frame));
    this.#place();
  }

  #begin(moment: number): void {
    this.#from = moment;
    this.#since = performance.now();
    for (const member of this.#members) {
      if (moment >= ends(member)) continue;
      member.video.currentTime = moment;
      // A browser may refuse to play by itself; the next step sets the picture right then.
      member.video.play().catch(() => undefined);
    }
  }

  #moment(): number {
    return this.#playing ? this.#from + ((performance.now() - this.#since) / 1000) * this.#speed : this.#frame / this.frameRate;
  }

  readonly #advance = (): void => {
    const moment = this.#moment();
    if (moment * this.frameRate < this.frames) {
      this.#frame = Math.floor(moment * this.frameRate);
      for (const member of this.#members) this.#keepInStep(member, moment);
    } else if (this.#loop) {
      this.#frame = 0;
      this.#begin(0);
    } else {
      this.seek(this.frames - 1);
      return;
    }
    this.#request = requestAnimationFrame(this.#advance);
  };

  #keepInStep({ clip, video }: Member, moment: number): void {
    if (video.seeking || video.paused || moment >= ends({ clip })) return;
    const off = (video.currentTime - moment) * clip.frameRate;
    if (Math.abs(off) > MOST_OFF) video.currentTime = moment;
    else video.playbackRate = this.#speed * (Math.abs(off) < LITTLE_OFF ? 1 : 1 - Math.sign(off) * CATCH_UP);
  }

  /** Stops the clips, or one of them, at the frame in sight. */
  #place(...only: readonly Member[]): void {
    for (const { clip, video } of only.length > 0 ? only : this.#members) {
      video.pause();
      // The middle of the frame: its very edge may still show the one before.
      video.currentTime = (ownFrame(clip, this.#frame, this.frameRate) + 0.5) / clip.frameRate;
    }
  }
}

/** The moment at which a clip is over, in seconds. */
const ends = ({ clip }: Pick<Member, 'clip'>): number => clip.frames / clip.frameRate;
