import { HEARD_RATE, melBands } from './onsets.ts';
import { PowerSpectrum } from './fourier.ts';
import { microseconds, type SongSection } from './song-analysis.ts';

const WINDOW = 4096;
/** Windows overlap by half, so that no click falls between two. */
const HOP = WINDOW / 2;
const TIMBRE_BANDS = 20;
const TIMBRES = 12;
const NOTES = 12;
/** Loudness counts as much as so many of the other features. */
const LOUDNESS_WEIGHT = 2;
/** No section is shorter, in seconds, and so much is compared on either side of a border. */
const SHORTEST = 7;
const SIDE = 8;
/** A border is where what comes is so much unlike what was, in deviations of the whole song's. */
const CLEAR = 0.8;
/** Sections are of one kind that are less apart than this share of all distances. */
const ALIKE = 0.6;

/** Hears the notes, the colour and the strength of a song, some eleven times a second. */
export class ColourListener {
  readonly #spectrum = new PowerSpectrum(WINDOW);
  readonly #bands = melBands(TIMBRE_BANDS, WINDOW);
  readonly #notes = noteOfBin();
  #held = new Float32Array(0);
  readonly #rows: Float32Array[] = [];

  /** Samples at HEARD_RATE. */
  hear(samples: Float32Array): void {
    const held = new Float32Array(this.#held.length + samples.length);
    held.set(this.#held);
    held.set(samples, this.#held.length);
    let at = 0;
    for (; at + WINDOW <= held.length; at += HOP) this.#rows.push(this.#look(held, at));
    this.#held = held.slice(at);
  }

  /** The last feature of a row is its loudness. */
  finish(): Float32Array[] {
    return this.#rows;
  }

  #look(samples: Float32Array, from: number): Float32Array {
    const power = this.#spectrum.of(samples, from);
    const row = new Float32Array(NOTES + TIMBRES + 1);
    power.forEach((value, bin) => {
      const note = this.#notes[bin]!;
      if (note >= 0) row[note] = row[note]! + value;
    });
    const strongest = Math.max(1e-9, ...row.subarray(0, NOTES));
    for (let note = 0; note < NOTES; note += 1) row[note] = Math.sqrt(row[note]! / strongest);
    const bands = this.#bands.map(({ from: first, until }) => Math.log10(1e-6 + power.subarray(first, until).reduce((sum, value) => sum + value, 0)));
    for (let k = 0; k < TIMBRES; k += 1) {
      // The cosine transform of the bands (MFCC), without its first, which is loudness.
      row[NOTES + k] = bands.reduce((sum, value, i) => sum + value * Math.cos((Math.PI * (k + 1) * (i + 0.5)) / TIMBRE_BANDS), 0);
    }
    row[NOTES + TIMBRES] = Math.log10(1e-6 + power.reduce((sum, value) => sum + value, 0));
    return row;
  }
}

/** Which of the twelve notes a bin of the spectrum sounds; -1 outside of what carries melody. */
function noteOfBin(): Int8Array {
  return Int8Array.from({ length: WINDOW / 2 }, (_, bin) => {
    const hertz = (bin * HEARD_RATE) / WINDOW;
    return hertz < 100 || hertz > 4_000 ? -1 : ((Math.round(12 * Math.log2(hertz / 440)) % 12) + 12) % 12;
  });
}

/**
 * Parts a song where its sound changes for good: the novelty along the diagonal of its self-similarity
 * (Foote 2000), each border laid on the nearest bar. `length` and `bars` in seconds.
 */
export function findSections(rows: readonly Float32Array[], bars: readonly number[], length: number): SongSection[] {
  if (length <= 0 || rows.length === 0) return length > 0 ? [{ start: 0, end: microseconds(length), label: 'A', energy: 1 }] : [];
  const seconds = HOP / HEARD_RATE;
  const features = standardised(rows);
  const side = Math.round(SIDE / seconds);
  const means = runningMeans(features);
  const novelty = features.map((_, at) => apart(means(Math.max(0, at - side), at), means(at, Math.min(features.length, at + side))));
  const borders = [0, ...peaks(novelty, Math.round(SHORTEST / seconds)).map((at) => nearestOf(bars, at * seconds)), length];
  const parts = borders.slice(1).map((end, i) => ({ start: borders[i]!, end })).filter(({ start, end }) => end > start);
  const colours = parts.map(({ start, end }) => means(Math.floor(start / seconds), Math.max(Math.floor(start / seconds) + 1, Math.min(features.length, Math.floor(end / seconds)))));
  const labels = kinds(colours);
  const strengths = colours.map((colour) => colour.at(-1)!);
  const [weakest, strongest] = [Math.min(...strengths), Math.max(...strengths)];
  return parts.map(({ start, end }, i) => ({
    start: microseconds(start),
    end: microseconds(end),
    label: labels[i]!,
    energy: strongest - weakest < 1e-3 ? 1 : Math.round(((strengths[i]! - weakest) / (strongest - weakest)) * 100) / 100,
  }));
}

/** Each feature in units of its deviation. */
function standardised(rows: readonly Float32Array[]): Float32Array[] {
  const width = rows[0]!.length;
  const mean = Float64Array.from({ length: width }, (_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length);
  const deviation = mean.map((middle, k) => Math.sqrt(rows.reduce((sum, row) => sum + (row[k]! - middle) ** 2, 0) / rows.length));
  return rows.map((row) => row.map((value, k) => ((value - mean[k]!) / Math.max(deviation[k]!, 1e-2)) * (k === width - 1 ? LOUDNESS_WEIGHT : 1)));
}

/** The mean of the features from one row up to, not including, another. */
function runningMeans(features: readonly Float32Array[]): (from: number, until: number) => number[] {
  const width = features[0]!.length;
  const sums = [new Float64Array(width)];
  for (const row of features) sums.push(sums.at(-1)!.map((sum, k) => sum + row[k]!));
  return (from, until) => {
    const [low, high] = [sums[Math.min(from, features.length)]!, sums[Math.min(until, features.length)]!];
    return Array.from(high, (sum, k) => (sum - low[k]!) / Math.max(1, until - from));
  };
}

const apart = (a: readonly number[], b: readonly number[]): number => Math.sqrt(a.reduce((sum, value, k) => sum + (value - b[k]!) ** 2, 0) / a.length);

/** Where a curve has a clear top, `distance` or more apart from each other and from both ends. */
function peaks(curve: readonly number[], distance: number): number[] {
  const inner = curve.slice(distance, Math.max(distance, curve.length - distance));
  if (inner.length === 0) return [];
  const mean = inner.reduce((sum, value) => sum + value, 0) / inner.length;
  const deviation = Math.sqrt(inner.reduce((sum, value) => sum + (value - mean) ** 2, 0) / inner.length);
  // Below this nothing has changed that one would hear.
  const least = Math.max(mean + CLEAR * deviation, 0.5);
  const ordered = inner.map((value, i) => ({ value, at: i + distance })).filter(({ value }) => value > least).sort((a, b) => b.value - a.value);
  const chosen: number[] = [];
  for (const { at } of ordered) if (chosen.every((other) => Math.abs(other - at) >= distance)) chosen.push(at);
  return chosen.sort((a, b) => a - b);
}

/** The bar that is nearest, where one is near; else the moment itself. */
function nearestOf(bars: readonly number[], seconds: number): number {
  const nearest = bars.reduce((best, bar) => (Math.abs(bar - seconds) < Math.abs(best - seconds) ? bar : best), Infinity);
  return Math.abs(nearest - seconds) < 2.5 ? nearest : seconds;
}

/** A letter for each section; alike ones share theirs. */
function kinds(colours: readonly (readonly number[])[]): string[] {
  const distances = colours.flatMap((one, i) => colours.slice(i + 1).map((other) => apart(one, other)));
  const mean = distances.reduce((sum, value) => sum + value, 0) / (distances.length || 1);
  const found: (readonly number[])[] = [];
  return colours.map((colour) => {
    const known = found.findIndex((other) => apart(colour, other) < ALIKE * mean);
    if (known < 0) found.push(colour);
    return letter(known < 0 ? found.length - 1 : known);
  });
}

/** A to Z, then A2. */
const letter = (index: number): string => `${String.fromCharCode(65 + (index % 26))}${index < 26 ? '' : Math.floor(index / 26) + 1}`;
