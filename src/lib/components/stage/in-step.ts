/** How long a clip is, in its own frames. */
export interface Length {
  readonly frames: number;
  readonly frameRate: number;
}

/**
 * One count of frames for clips that are watched together: at the highest of their rates, as long as
 * the longest. So a step is never more than one frame of any of them.
 */
export function commonLength(clips: readonly Length[]): Length {
  const frameRate = Math.max(...clips.map((clip) => clip.frameRate));
  const frames = Math.max(...clips.map((clip) => Math.ceil((clip.frames * frameRate) / clip.frameRate - SLACK)));
  return { frames, frameRate };
}

/** The frame that a clip shows at a common frame. One that has ended holds its last. */
export function ownFrame(clip: Length, frame: number, frameRate: number): number {
  return Math.min(clip.frames - 1, Math.floor((frame * clip.frameRate) / frameRate + SLACK));
}

/** Rates are floating; a frame begins no later for that. */
const SLACK = 1e-6;
