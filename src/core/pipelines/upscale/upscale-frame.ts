import { blankFrame, type Frame } from '../../domain/frames/frame.ts';
import { FaultError } from '../../schema/fault.ts';
import { cutPlanes, putPlanes } from '../frames/planes.ts';
import type { FrameModel, FrameTools } from '../frames/frame-model.ts';

/** How many tiles a frame of this size is worked in. */
export function upscaleTiles({ width, height }: Pick<Frame, 'width' | 'height'>, { frames }: FrameModel['manifest'], small = false): number {
  const side = sideOf(frames.tile, small);
  return Math.ceil(width / side) * Math.ceil(height / side);
}

/**
 * A frame at twice the size. It is worked in tiles, so that memory does not grow with it; each tile sees
 * as much around it as the network looks at, so there are no seams.
 * Throws FaultError `cancelled`, between tiles, or what the runtime throws.
 */
export async function upscaleFrame(frame: Frame, model: FrameModel, { signal, breathe, onTile, small }: FrameTools): Promise<Frame> {
  const { tile, margin } = model.manifest.frames;
  const side = sideOf(tile, small);
  const larger = blankFrame(frame.width * 2, frame.height * 2);
  for (let y = 0; y < frame.height; y += side) {
    for (let x = 0; x < frame.width; x += side) {
      if (signal.aborted) throw new FaultError('cancelled');
      const [width, height] = [Math.min(side, frame.width - x), Math.min(side, frame.height - y)];
      const seen = { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
      const planes = await model.run([cutPlanes(frame, seen)], seen.width, seen.height);
      putPlanes(larger, x * 2, y * 2, planes, seen.width * 2, { x: margin * 2, y: margin * 2, width: width * 2, height: height * 2 });
      onTile?.();
      await breathe();
    }
  }
  return larger;
}

const sideOf = (tile: number, small = false): number => (small ? Math.ceil(tile / 2) : tile);
