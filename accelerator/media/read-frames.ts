import { stat } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { Frame, FrameSource, TimedFrame } from '#core/domain/frames/frame.ts';
import { FaultError } from '#core/schema/fault.ts';

/** The largest file that is opened, in bytes, and the most pixels that are decoded, all frames together. */
const BYTES_LIMIT = 100_000_000;
const PIXELS_LIMIT = 60_000_000;
/** Milliseconds that players show a frame of a GIF that says less than 20. */
const USUAL_DELAY = 100;

/** One picture as a source of frames, upright, what is transparent white. Throws FaultError `picture-unreadable` or `picture-too-large`. */
export async function pictureFrames(file: string): Promise<FrameSource> {
  const [frame] = await decode(file, 1);
  const { width, height } = frame!;
  return source(width, height, 1, [{ frame: frame!, begin: 0, end: 1 }]);
}

/** The frames of a GIF, at their mean rate. Throws as `pictureFrames` does. */
export async function gifFrames(file: string): Promise<FrameSource> {
  const { delay, pages = 1 } = await head(file);
  const delays = Array.from({ length: pages }, (_, i) => ((delay?.[i] ?? 0) < 20 ? USUAL_DELAY : delay![i]!) / 1000);
  const frames = await decode(file, -1);
  let begin = 0;
  const timed = frames.map((frame, i) => ({ frame, begin, end: (begin += delays[i] ?? USUAL_DELAY / 1000) }));
  const { width, height } = frames[0]!;
  return source(width, height, Math.round((frames.length / begin) * 1000) / 1000, timed);
}

function source(width: number, height: number, frameRate: number, timed: readonly TimedFrame[]): FrameSource {
  return {
    ...{ width, height, frameRate, count: timed.length },
    async *frames() {
      yield* timed;
    },
  };
}

/** `pages`: how many frames, −1 for all. */
async function decode(file: string, pages: number): Promise<Frame[]> {
  const { width, height, pageHeight = height, pages: there = 1 } = await head(file);
  const count = pages === -1 ? there : 1;
  if (width * pageHeight * count > PIXELS_LIMIT) {
    throw new FaultError('picture-too-large', { file: path.basename(file), width, height: pageHeight, limit: `${PIXELS_LIMIT / 1e6} megapixels` });
  }
  const { data, info } = await pixels(sharp(file, { pages, limitInputPixels: PIXELS_LIMIT, failOn: 'error' }), file, pages === 1);
  const bytes = info.width * Math.round(info.height / count) * 4;
  return Array.from({ length: count }, (_, i) => ({
    width: info.width,
    height: Math.round(info.height / count),
    rgba: new Uint8ClampedArray(data.subarray(i * bytes, (i + 1) * bytes)),
  }));
}

async function pixels(picture: Sharp, file: string, upright: boolean) {
  try {
    return await (upright ? picture.autoOrient() : picture).flatten({ background: 'white' }).toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  } catch (cause) {
    throw new FaultError('picture-unreadable', { file: path.basename(file) }, { cause });
  }
}

/** Size and frames from the first bytes: nothing is decoded. */
async function head(file: string): Promise<Metadata> {
  const { size } = await stat(file);
  if (size > BYTES_LIMIT) throw new FaultError('picture-too-large', { file: path.basename(file), limit: `${BYTES_LIMIT / 1e6} MB` });
  try {
    return await sharp(file, { pages: -1, limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new FaultError('picture-unreadable', { file: path.basename(file) }, { cause });
  }
}
