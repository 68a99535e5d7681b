/** How fast a clip can be played, 1 as it was made. */
export const SPEEDS = [0.25, 0.5, 0.75, 1, 1.5, 2] as const;

/** What the controls below a picture read and steer. */
export interface Playable {
  /** How many there are; the last one has the number `frames - 1`. */
  readonly frames: number;
  readonly frameRate: number;
  readonly playing: boolean;
  /** The frame in sight, counted from 0. */
  readonly frame: number;
  loop: boolean;
  speed: number;
  toggle(): void;
  /** Pauses and shows a frame; one that is out of range is brought into it. */
  seek(frame: number): void;
}

/** Plays one clip frame by frame. Attach it to a muted `<video>`. */
export class Playback implements Playable {
  readonly frames: number;
  readonly frameRate: number;
  #playing = $state(false);
  #frame = $state(0);
  #loop = $state(true);
  #speed = $state(1);
  #video: HTMLVideoElement | undefined;

  constructor(frames: number, frameRate: number) {
    this.frames = frames;
    this.frameRate = frameRate;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** The frame in sight, counted from 0. */
  get frame(): number {
    return this.#frame;
  }

  get loop(): boolean {
    return this.#loop;
  }

  set loop(loop: boolean) {
    this.#loop = loop;
    if (this.#video) this.#video.loop = loop;
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#speed = speed;
    if (this.#video) this.#video.playbackRate = speed;
  }

  /** Takes over a video; `onFrame` is told of every frame that comes into sight. Returns the way to let go. */
  attach(video: HTMLVideoElement, onFrame: (video: HTMLVideoElement) => void): () => void {
    this.#video = video;
    video.loop = this.#loop;
    video.playbackRate = this.#speed;
    const stop = new AbortController();
    const { signal } = stop;
    video.addEventListener('play', () => (this.#playing = true), { signal });
    video.addEventListener('pause', () => (this.#playing = false), { signal });
    let handle = 0;
    const seen = (_now: number, frame: VideoFrameCallbackMetadata) => {
      // On the way to another frame, one that was already on its way to the screen says nothing.
      if (!video.seeking) this.#frame = this.#within(Math.round(frame.mediaTime * this.frameRate));
      onFrame(video);
      handle = video.requestVideoFrameCallback(seen);
    };
    handle = video.requestVideoFrameCallback(seen);
    return () => {
      stop.abort();
      video.cancelVideoFrameCallback(handle);
      this.#playing = false;
      if (this.#video === video) this.#video = undefined;
    };
  }

  /** Starts from the beginning again when the end has been reached. */
  play(): void {
    // A browser may refuse to play by itself; then the clip stands still and the button says so.
    this.#video?.play().catch(() => (this.#playing = false));
  }

  toggle(): void {
    if (this.#playing) this.#video?.pause();
    else this.play();
  }

  /** Pauses and shows a frame; one that is out of range is brought into it. */
  seek(frame: number): void {
    if (!this.#video) return;
    this.#video.pause();
    this.#frame = this.#within(frame);
    // The middle of the frame: its very edge may still show the one before.
    this.#video.currentTime = (this.#frame + 0.5) / this.frameRate;
  }

  #within(frame: number): number {
    return Math.min(this.frames - 1, Math.max(0, frame));
  }
}
