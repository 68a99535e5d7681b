import { FINE, HEARD_RATE, HOP, LOOKS, type Onsets } from './onsets.ts';
import { periodAt, type TempoPath } from './tempo.ts';

/** How much a beat may come off its time for the sake of an onset (Ellis 2007). */
const TIGHTNESS = 100;
/** An attack is looked for so far around a beat, in points of the fine energy: about 30 ms. */
const AROUND = 30;
/** An attack is where the energy grows so many times. */
const ATTACK = 3;

/** The beats of a song, in seconds: the row of onsets that is strongest and steadiest (Ellis, "Beat tracking by dynamic programming", 2007). */
export function findBeats(onsets: Onsets, path: TempoPath): number[] {
  const strength = normalised(onsets.all, path);
  const looks = trace(strength, path);
  return withoutWeakEnds(looks, strength).map((look) => atAttack(onsets.fine, look / LOOKS));
}

/** Onsets in units of their deviation, a little blurred, so that what is near counts. */
function normalised(onsets: Float32Array, path: TempoPath): Float32Array {
  const mean = onsets.reduce((sum, value) => sum + value, 0) / onsets.length;
  const deviation = Math.sqrt(onsets.reduce((sum, value) => sum + (value - mean) ** 2, 0) / onsets.length) || 1;
  const width = Math.max(1, periodAt(path, 0) / 32);
  const reach = Math.ceil(3 * width);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / width) ** 2));
  return onsets.map((_, at) => kernel.reduce((sum, weight, i) => sum + weight * (onsets[at + i - reach] ?? 0), 0) / deviation);
}

function trace(strength: Float32Array, path: TempoPath): number[] {
  const score = new Float64Array(strength.length);
  const from = new Int32Array(strength.length).fill(-1);
  for (let at = 0; at < strength.length; at += 1) {
    const period = periodAt(path, at);
    let most = -Infinity;
    for (let lag = Math.round(period / 2); lag <= Math.min(at, Math.round(period * 2)); lag += 1) {
      const off = Math.log(lag / period);
      const value = score[at - lag]! - TIGHTNESS * off * off;
      if (value > most) [most, from[at]] = [value, at - lag];
    }
    // A beat may also be the first.
    if (most < 0) [most, from[at]] = [0, -1];
    score[at] = strength[at]! + most;
  }
  const period = Math.round(periodAt(path, strength.length));
  let at = strength.length - 1;
  for (let i = Math.max(0, strength.length - period); i < strength.length; i += 1) if (score[i]! > score[at]!) at = i;
  const looks: number[] = [];
  for (; at >= 0; at = from[at]!) looks.unshift(at);
  return looks;
}

/** Without the beats before the first and after the last that can be heard. */
function withoutWeakEnds(looks: readonly number[], strength: Float32Array): number[] {
  const mean = Math.sqrt(looks.reduce((sum, look) => sum + strength[look]! ** 2, 0) / (looks.length || 1));
  const isHeard = (look: number): boolean => strength[look]! > mean / 2;
  const first = looks.findIndex(isHeard);
  return first < 0 ? [] : looks.slice(first, looks.findLastIndex(isHeard) + 1);
}

/** The moment near a beat at which the energy shoots up; the beat itself where it does not. */
function atAttack(fine: Float32Array, beat: number): number {
  const middle = Math.round((beat * HEARD_RATE) / FINE);
  let most = ATTACK;
  let attack = beat;
  for (let i = Math.max(4, middle - AROUND); i < Math.min(fine.length - 4, middle + AROUND); i += 1) {
    const before = fine[i - 4]! + fine[i - 3]! + fine[i - 2]! + fine[i - 1]!;
    const after = fine[i]! + fine[i + 1]! + fine[i + 2]! + fine[i + 3]!;
    // A floor far below what is heard: silence before a beat is no infinity.
    const growth = (after + 1e-9) / (before + 1e-6);
    if (growth > most) [most, attack] = [growth, ((i + 0.5) * FINE) / HEARD_RATE];
  }
  return attack;
}

/** The look around a moment. */
export const lookAt = (seconds: number): number => Math.round((seconds * HEARD_RATE) / HOP);
