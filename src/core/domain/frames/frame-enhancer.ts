import type { Frame } from './frame.ts';

/** What can be done to single frames: each part is there where it was asked for. Whoever opens it releases it. */
export interface FrameEnhancer {
  /** The frame at twice the size. */
  larger?(frame: Frame): Promise<Frame>;
  /** The frame half way between two; across a cut, the first again. */
  between?(before: Frame, after: Frame): Promise<Frame>;
  release(): Promise<void>;
}
