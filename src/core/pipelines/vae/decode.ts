import type { ModelManifest } from '../../schema/manifest.ts';
import { cutLatents, type LatentWindow } from '../latents/cut-latents.ts';
import type { LatentShape } from '../latents/latent-shape.ts';
import type { TensorValue } from '../runtime.ts';
import type { DecodePlan } from './decode-plan.ts';
import { writeFrames } from './frame-bytes.ts';
import { tileAxis } from './tile-axis.ts';

/** Runs the decoder: latents `[1, C, T, h, w]` to `[3, temporal · (T − 1) + 1, H, W]`. */
export type RunDecoder = (latents: TensorValue) => Promise<Float32Array>;

/** Told after each run of the decoder; may wait, and may throw to stop. */
export type PartDone = (done: number, parts: number) => Promise<void>;

interface Decoding {
  readonly run: RunDecoder;
  readonly latents: Float32Array;
  readonly shape: LatentShape;
  readonly scale: Pick<ModelManifest['latent'], 'spatial' | 'temporal'>;
  readonly plan: Pick<DecodePlan, 'groupsAtOnce' | 'tile'>;
  readonly onPart: PartDone;
}

/**
 * Decodes latents `[channels, groups, height, width]` to RGB bytes, `frames · height · width · 3`.
 *
 * A group's frames depend on its latent and the one before, so groups can be decoded in several runs
 * with the same outcome: each run gets one group more in front and its frame is thrown away.
 */
export async function decodeLatents(decoding: Decoding): Promise<Uint8Array> {
  const { shape, scale, plan, onPart } = decoding;
  const { spatial, temporal } = scale;
  const area = shape.width * shape.height * spatial ** 2;
  const rgb = new Uint8Array(((shape.groups - 1) * temporal + 1) * area * 3);
  const columns = tileAxis(shape.width, plan.tile?.width ?? shape.width, plan.tile?.overlap ?? 0, spatial);
  const rows = tileAxis(shape.height, plan.tile?.height ?? shape.height, plan.tile?.overlap ?? 0, spatial);
  const parts = Math.ceil(shape.groups / plan.groupsAtOnce) * columns.length * rows.length;
  let done = 0;

  for (let first = 0; first < shape.groups; first += plan.groupsAtOnce) {
    const context = first === 0 ? 0 : 1;
    const groups = Math.min(plan.groupsAtOnce, shape.groups - first) + context;
    const frames = (groups - 1) * temporal + 1;
    const whole = columns.length * rows.length === 1;
    const blended = whole ? undefined : new Float32Array(3 * frames * area);
    for (const row of rows) {
      for (const column of columns) {
        const window: LatentWindow = {
          group: first - context,
          groups,
          x: column.start,
          y: row.start,
          width: column.length,
          height: row.length,
        };
        const planes = await runWindow(decoding, window);
        if (blended) {
          blend(blended, shape.width * spatial, 3 * frames, planes, {
            x: column.start * spatial,
            y: row.start * spatial,
            columns: column.weights,
            rows: row.weights,
          });
        } else {
          writeFrames(rgb, frameAt(first, temporal), planes, frames, area, context);
        }
        done += 1;
        await onPart(done, parts);
      }
    }
    if (blended) writeFrames(rgb, frameAt(first, temporal), blended, frames, area, context);
  }
  return rgb;
}

/** The clip's frame at which a group begins. */
const frameAt = (group: number, temporal: number): number => (group === 0 ? 0 : (group - 1) * temporal + 1);

function runWindow({ run, latents, shape }: Decoding, window: LatentWindow): Promise<Float32Array> {
  const dims = [1, shape.channels, window.groups, window.height, window.width];
  return run({ type: 'float32', dims, data: cutLatents(latents, shape, window) });
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly columns: Float32Array;
  readonly rows: Float32Array;
}

/** Adds a tile's planes, weighted, to planes that are `width` pixels wide. */
function blend(out: Float32Array, width: number, planeCount: number, tile: Float32Array, place: Place): void {
  const { x, y, columns, rows } = place;
  const area = out.length / planeCount;
  let from = 0;
  for (let plane = 0; plane < planeCount; plane += 1) {
    for (let r = 0; r < rows.length; r += 1) {
      const share = rows[r] as number;
      const to = plane * area + (y + r) * width + x;
      for (let c = 0; c < columns.length; c += 1) {
        out[to + c] = (out[to + c] as number) + share * (columns[c] as number) * (tile[from] as number);
        from += 1;
      }
    }
  }
}
