import { LOOKS } from './onsets.ts';

/** Beats a minute that are looked for, and the one that is likeliest when nothing else tells. */
const SLOWEST = 45;
const FASTEST = 220;
const LIKELIEST = 135;
/** How far from it tempi are half as likely, in octaves. */
const SPREAD = 0.9;
/** The tempo is found for stretches of so many seconds, so far apart. */
const STRETCH = 8;
const STEP = 2;
/** What it costs that the tempo changes, for each octave. */
const CHANGE = 6;
/** Less alike after a beat than this, and no beat is to be heard. */
const LEAST_LIKENESS = 0.12;

/** The time between beats, in looks, around each stretch of `step` looks; undefined where no beat is to be heard. */
export interface TempoPath {
  readonly step: number;
  readonly periods: Float32Array;
}

/** Follows the tempo through a song: how alike its onsets are after each delay, and the steadiest path through that. */
export function findTempo(onsets: Float32Array): TempoPath | undefined {
  const length = Math.min(onsets.length, Math.round(STRETCH * LOOKS));
  const step = Math.round(STEP * LOOKS);
  const first = Math.floor((60 * LOOKS) / FASTEST);
  const last = Math.min(Math.ceil((60 * LOOKS) / SLOWEST), length - 1);
  if (last - first < 8) return undefined;
  const count = Math.max(1, Math.floor((onsets.length - length) / step) + 1);
  const rows = Array.from({ length: count }, (_, i) => likeness(onsets, i * step, length, first, last));
  const path = steadiest(rows, first);
  const mean = path.reduce((sum, lag, i) => sum + rows[i]!.alike[lag]!, 0) / count;
  if (mean < LEAST_LIKENESS) return undefined;
  // A row stands for the middle of its stretch.
  return { step, periods: Float32Array.from(path, (lag, i) => between(rows[i]!.alike, lag) + first) };
}

/** The period around a look. */
export function periodAt({ step, periods }: TempoPath, look: number): number {
  const row = Math.round((look - (STRETCH * LOOKS) / 2) / step);
  return periods[Math.max(0, Math.min(periods.length - 1, row))]!;
}

interface Row {
  /** How alike the stretch is to itself after each lag, -1 to 1. */
  readonly alike: Float32Array;
  readonly score: Float32Array;
}

function likeness(onsets: Float32Array, from: number, length: number, first: number, last: number): Row {
  const stretch = onsets.subarray(from, from + length);
  const mean = stretch.reduce((sum, value) => sum + value, 0) / stretch.length;
  const level = smoothed(stretch.map((value) => value - mean));
  const power = level.reduce((sum, value) => sum + value * value, 0) || 1;
  const alike = new Float32Array(last - first + 1);
  const score = new Float32Array(alike.length);
  for (let lag = first; lag <= last; lag += 1) {
    let sum = 0;
    for (let i = lag; i < level.length; i += 1) sum += level[i]! * level[i - lag]!;
    alike[lag - first] = (sum / power) * (level.length / (level.length - lag / 2));
    const octaves = Math.log2((60 * LOOKS) / lag / LIKELIEST) / SPREAD;
    score[lag - first] = alike[lag - first]! * Math.exp(-0.5 * octaves * octaves);
  }
  return { alike, score };
}

/** Beats of people are some looks early or late: what is near counts, too. */
function smoothed(values: Float32Array): Float32Array {
  const at = (i: number): number => values[i] ?? 0;
  return values.map((value, i) => (3 * value + 2 * (at(i - 1) + at(i + 1)) + at(i - 2) + at(i + 2)) / 9);
}

/** The path with the best score, changes of tempo taken off (Viterbi). Each place is a lag less `first`. */
function steadiest(rows: readonly Row[], first: number): number[] {
  const lags = rows[0]!.score.length;
  const octave = Float32Array.from({ length: lags }, (_, i) => Math.log2(i + first));
  let best = rows[0]!.score.slice();
  const from: Uint16Array[] = [];
  for (const { score } of rows.slice(1)) {
    const came = new Uint16Array(lags);
    const next = new Float32Array(lags);
    for (let lag = 0; lag < lags; lag += 1) {
      let most = -Infinity;
      for (let other = 0; other < lags; other += 1) {
        const value = best[other]! - CHANGE * Math.abs(octave[lag]! - octave[other]!);
        if (value > most) [most, came[lag]] = [value, other];
      }
      next[lag] = most + score[lag]!;
    }
    from.push(came);
    best = next;
  }
  const path = [best.indexOf(Math.max(...best))];
  for (const came of from.toReversed()) path.unshift(came[path[0]!]!);
  return path;
}

/** Where between looks the top of a hill lies. */
function between(values: Float32Array, at: number): number {
  const [left, middle, right] = [values[at - 1], values[at]!, values[at + 1]];
  if (left === undefined || right === undefined) return at;
  const bend = left - 2 * middle + right;
  return bend >= 0 ? at : at + Math.max(-0.5, Math.min(0.5, (left - right) / (2 * bend)));
}
