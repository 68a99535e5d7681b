/** One picture of a film: `width · height · 4` RGBA bytes, rows from the top. Alpha is not looked at. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** A frame of this size, opaque and black. */
export function blankFrame(width: number, height: number): Frame {
  const rgba = new Uint8ClampedArray(width * height * 4);
  new Uint32Array(rgba.buffer).fill(OPAQUE_BLACK);
  return { width, height, rgba };
}

/** As bytes: 0, 0, 0, 255. */
const OPAQUE_BLACK = new Uint32Array(new Uint8Array([0, 0, 0, 255]).buffer)[0]!;

/** A frame and when it is shown, in seconds from the beginning. */
export interface TimedFrame {
  readonly frame: Frame;
  readonly begin: number;
  readonly end: number;
}

/** What is known of frames before they come. */
export interface FrameShape {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** How many there are. */
  readonly count: number;
  /** How many there are a second, on the whole. */
  readonly frameRate: number;
}

/** Frames as they come. */
export interface FrameSource extends FrameShape {
  /** All of them, in order; one is in memory at a time. */
  frames(): AsyncIterable<TimedFrame>;
}
