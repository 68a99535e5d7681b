import type { Frame, FrameShape, FrameSource, TimedFrame } from '../../domain/frames/frame.ts';
import type { FrameMode } from '../../schema/frame-model.ts';
import { frameBetween } from '../interpolate/between-frames.ts';
import { upscaleFrame } from '../upscale/upscale-frame.ts';
import type { FrameModel, FrameTools } from './frame-model.ts';

/** What `enhanceFrames` makes of frames of this shape. Films have even sides: a last odd row or column is left out. */
export function enhancedShape(mode: FrameMode, { width, height, count, frameRate }: FrameShape): FrameShape {
  if (mode === 'upscale') return { width: width * 2, height: height * 2, count, frameRate };
  if (count === 1) return { width, height, count, frameRate };
  return { width: even(width), height: even(height), count: count * 2, frameRate: frameRate * 2 };
}

/** Every frame at twice the size, or twice as many frames in the same time. */
export function enhanceFrames(source: FrameSource, model: FrameModel, tools: FrameTools): AsyncGenerator<TimedFrame> {
  return model.manifest.mode === 'upscale' ? upscaled(source, model, tools) : smoothed(source, model, tools);
}

async function* upscaled(source: FrameSource, model: FrameModel, tools: FrameTools): AsyncGenerator<TimedFrame> {
  for await (const { frame, ...times } of source.frames()) yield { frame: await upscaleFrame(frame, model, tools), ...times };
}

/** Between two frames stands a third. The last one has none behind it: it is shown twice, so that the clip stays as long as it was. */
async function* smoothed(source: FrameSource, model: FrameModel, tools: FrameTools): AsyncGenerator<TimedFrame> {
  let last: TimedFrame | undefined;
  for await (const next of source.frames()) {
    const now = { ...next, frame: trimmed(next.frame) };
    if (last) yield* halves(last, await frameBetween(last.frame, now.frame, model, tools));
    last = now;
  }
  if (last) yield* halves(last, last.frame);
}

function* halves({ frame, begin, end }: TimedFrame, second: Frame): Generator<TimedFrame> {
  const middle = (begin + end) / 2;
  yield { frame, begin, end: middle };
  yield { frame: second, begin: middle, end };
}

const even = (side: number): number => side - (side % 2);

/** The frame without a last odd row or column. */
function trimmed(frame: Frame): Frame {
  const [width, height] = [even(frame.width), even(frame.height)];
  if (width === frame.width && height === frame.height) return frame;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    rgba.set(frame.rgba.subarray(y * frame.width * 4, (y * frame.width + width) * 4), y * width * 4);
  }
  return { width, height, rgba };
}
