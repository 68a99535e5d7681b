import { FaultError } from '../../schema/fault.ts';

/** A depth map: one byte a pixel, the nearer the brighter, rows from the top. */
export interface DepthPicture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array<ArrayBuffer>;
}

/** So much of a picture at either end counts for no more than what lies next to it: a single speck would make all the rest flat. */
const SPECKS = 0.005;

/** What a model says of nearness, in whatever unit, spread over all greys. One depth all over is black. Throws FaultError `model-graph-invalid` for what is no number. */
export function greyDepth(near: Float32Array, width: number, height: number): DepthPicture {
  const sorted = near.slice().sort();
  if (!Number.isFinite(sorted[0]) || !Number.isFinite(sorted.at(-1))) throw new FaultError('model-graph-invalid', { detail: 'predicted_depth is no number' });
  const specks = Math.floor(sorted.length * SPECKS);
  const [least, most] = [sorted[specks]!, sorted[sorted.length - 1 - specks]!];
  const scale = most > least ? 255 / (most - least) : 0;
  const grey = new Uint8Array(near.length);
  for (let at = 0; at < near.length; at += 1) grey[at] = Math.round(Math.min(255, Math.max(0, (near[at]! - least) * scale)));
  return { width, height, grey };
}
