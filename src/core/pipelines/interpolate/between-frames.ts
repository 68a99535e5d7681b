import { blankFrame, type Frame } from '../../domain/frames/frame.ts';
import { FaultError } from '../../schema/fault.ts';
import { cutPlanes, putPlanes } from '../frames/planes.ts';
import type { FrameModel, FrameTools } from '../frames/frame-model.ts';
import { tileAxis } from '../vae/tile-axis.ts';
import { isSceneChange } from './scene-change.ts';

type Size = Pick<Frame, 'width' | 'height'>;
type Spans = ReturnType<typeof tileAxis>;

/** How many tiles one frame between two of this size is worked in. */
export function betweenTiles(size: Size, manifest: FrameModel['manifest'], small = false): number {
  const { columns, rows } = tilesFor(size, manifest, small);
  return columns.length * rows.length;
}

/** Tiles along both axes. What the graph cannot take is filled up with repeated pixels at the right and below. */
function tilesFor({ width, height }: Size, { frames: { tile, margin, multiple } }: FrameModel['manifest'], small: boolean): { columns: Spans; rows: Spans } {
  const side = (small ? Math.ceil(tile / 2 / multiple) * multiple : tile) + 2 * margin;
  const along = (length: number): Spans => tileAxis(Math.ceil(length / multiple), side / multiple, (2 * margin) / multiple, multiple);
  return { columns: along(width), rows: along(height) };
}

/**
 * The frame half way between two of equal size; across a cut, the first of them again. Large frames are
 * worked in tiles that overlap and fade into one another, so that memory stays bounded.
 * Throws FaultError `cancelled`, between tiles, or what the runtime throws.
 */
export async function frameBetween(before: Frame, after: Frame, model: FrameModel, tools: FrameTools): Promise<Frame> {
  if (isSceneChange(before, after)) return before;
  const { width, height } = before;
  const { multiple } = model.manifest.frames;
  const { columns, rows } = tilesFor(before, model.manifest, tools.small ?? false);
  const whole = { width: Math.ceil(width / multiple) * multiple, height: Math.ceil(height / multiple) * multiple };
  const blended = new Float32Array(3 * whole.width * whole.height);
  for (const row of rows) {
    for (const column of columns) {
      if (tools.signal.aborted) throw new FaultError('cancelled');
      const seen = { x: column.start * multiple, y: row.start * multiple, width: column.length * multiple, height: row.length * multiple };
      const planes = await model.run([cutPlanes(before, seen), cutPlanes(after, seen)], seen.width, seen.height);
      addPlanes(blended, whole, planes, seen, column.weights, row.weights);
      tools.onTile?.();
      await tools.breathe();
    }
  }
  const between = blankFrame(width, height);
  putPlanes(between, 0, 0, blended, whole.width, { x: 0, y: 0, width, height });
  return between;
}

/** Adds a tile's planes, weighted, to those of a whole frame. */
function addPlanes(
  into: Float32Array,
  { width, height }: Size,
  planes: Float32Array,
  at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  columns: Float32Array,
  rows: Float32Array,
): void {
  let from = 0;
  for (let plane = 0; plane < 3; plane += 1) {
    for (let row = 0; row < at.height; row += 1) {
      const to = (plane * height + at.y + row) * width + at.x;
      for (let column = 0; column < at.width; column += 1) {
        into[to + column]! += planes[from]! * columns[column]! * rows[row]!;
        from += 1;
      }
    }
  }
}
