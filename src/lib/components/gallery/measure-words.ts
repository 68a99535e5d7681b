import type { StillMatch, TakeMeasures } from '#core/schema/take-measures.ts';

/** One thing that was measured, as it is read. */
export interface MeasureRow {
  readonly name: string;
  readonly words: string;
  /** How far its bar goes, 0 to 1: more is better, but for motion, where it is more motion. */
  readonly share: number;
}

/** From which value on which words hold. */
type Scale = readonly (readonly [from: number, words: string])[];

const SHARPNESS: Scale = [[0.2, 'sharp'], [0.09, 'fairly sharp'], [0.045, 'rather soft'], [0, 'soft']];
const MOTION: Scale = [[0.3, 'moves fast'], [0.06, 'moves'], [0.012, 'moves gently'], [0, 'hardly moves']];
const FLICKER: Scale = [[0.02, 'flickers'], [0.006, 'flickers a little'], [0, 'none']];
const SMOOTHNESS: Scale = [[0.75, 'even'], [0.45, 'fairly even'], [0, 'uneven']];
const MATCH: Scale = [[0.85, 'as given'], [0.6, 'near'], [0.3, 'far off'], [-1, 'another picture']];

const said = (scale: Scale, value: number): string => (scale.find(([from]) => value >= from) ?? scale.at(-1)!)[1];
const share = (value: number, full: number): number => Math.min(1, Math.max(0, value / full));

/** What was measured of a take, in words. Of a still there is no motion to tell of. */
export function measureRows(measures: TakeMeasures): readonly MeasureRow[] {
  const { sharpness, motion, smoothness, flicker, first, last, frames } = measures;
  const rows: MeasureRow[] = [{ name: 'Sharpness', words: said(SHARPNESS, sharpness), share: share(sharpness, 0.3) }];
  if (frames > 1) {
    rows.push(
      { name: 'Motion', words: said(MOTION, motion), share: share(motion, 0.4) },
      { name: 'Evenness', words: said(SMOOTHNESS, smoothness), share: smoothness },
      { name: 'Flicker', words: said(FLICKER, flicker), share: 1 - share(flicker, 0.03) },
    );
  }
  if (first) rows.push(matchRow('First keyframe', first));
  if (last) rows.push(matchRow('Last keyframe', last));
  return rows;
}

const matchRow = (name: string, { ssim, psnr }: StillMatch): MeasureRow => ({
  name,
  words: `${said(MATCH, ssim)}, ${psnr.toFixed(0)} dB`,
  share: share(ssim, 1),
});
