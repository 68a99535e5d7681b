import { expect, it } from 'vitest';
import { Playback } from './playback.svelte.ts';

/** A video that seeks as slowly as one wants. */
class SlowVideo extends EventTarget {
  seeking = false;
  paused = true;
  loop = false;
  playbackRate = 1;
  #time = 0;
  #callback: VideoFrameRequestCallback | undefined;

  get currentTime(): number {
    return this.#time;
  }

  set currentTime(time: number) {
    this.#time = time;
    this.seeking = true;
  }

  pause(): void {
    this.paused = true;
  }

  requestVideoFrameCallback(callback: VideoFrameRequestCallback): number {
    this.#callback = callback;
    return 1;
  }

  cancelVideoFrameCallback(): void {
    this.#callback = undefined;
  }

  /** A frame comes into sight. */
  present(mediaTime: number): void {
    this.#callback?.(0, { mediaTime } as VideoFrameCallbackMetadata);
  }
}

it('steps from the frame that was asked for, though an earlier one comes into sight meanwhile', () => {
  const video = new SlowVideo();
  const playback = new Playback(17, 8);
  const stop = playback.attach(video as unknown as HTMLVideoElement, () => {});
  video.present(10 / 8);
  expect(playback.frame).toBe(10);
  playback.seek(0);
  video.present(11 / 8);
  expect(playback.frame).toBe(0);
  playback.seek(playback.frame + 1);
  video.seeking = false;
  video.present(1 / 8);
  expect([playback.frame, Math.floor(video.currentTime * 8)]).toEqual([1, 1]);
  stop();
});
