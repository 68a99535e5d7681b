import { findBars } from './bars.ts';
import { findBeats } from './beats.ts';
import { LoudnessMeter } from './loudness.ts';
import { HEARD_RATE, OnsetListener } from './onsets.ts';
import { Resampler } from './resampler.ts';
import { ColourListener, findSections } from './sections.ts';
import { microseconds, type SongAnalysis } from './song-analysis.ts';
import { findTempo } from './tempo.ts';
import { WaveformListener } from './waveform-listener.ts';

/** Fewer beats than these are chance. */
const FEWEST_BEATS = 4;

/**
 * Hears a song from its start to its end, piece by piece: what it keeps are a few numbers for each
 * moment, about a third of a megabyte a minute, so that length costs time but little memory.
 */
export class SongListener {
  readonly #rate: number;
  readonly #resampler: Resampler;
  readonly #loudness: LoudnessMeter;
  readonly #onsets = new OnsetListener();
  readonly #colours = new ColourListener();
  readonly #waveform = new WaveformListener(HEARD_RATE);
  #samples = 0;
  #peak = 0;

  /** `rate` in samples a second. */
  constructor(rate: number, channels: number) {
    this.#rate = rate;
    this.#resampler = new Resampler(rate, HEARD_RATE);
    this.#loudness = new LoudnessMeter(rate, channels);
  }

  /** The next samples of all channels, as many of each. */
  hear(planes: readonly Float32Array[]): void {
    this.#loudness.hear(planes);
    const mono = together(planes);
    this.#samples += mono.length;
    for (const plane of planes) for (const sample of plane) this.#peak = Math.max(this.#peak, Math.abs(sample));
    this.#take(this.#resampler.push(mono));
  }

  finish(): SongAnalysis {
    this.#take(this.#resampler.flush());
    const seconds = this.#samples / this.#rate;
    const onsets = this.#onsets.finish();
    const loudness = this.#loudness.integrated;
    const path = loudness === null ? undefined : findTempo(onsets.all);
    const found = path ? findBeats(onsets, path).filter((beat) => beat < seconds) : [];
    const beats = found.length < FEWEST_BEATS ? [] : found;
    const bars = beats.length > 0 ? findBars(beats, onsets) : undefined;
    const downbeats = bars ? beats.filter((_, i) => i % bars.meter === bars.first) : [];
    return {
      length: microseconds(seconds),
      tempo: tempoOf(beats),
      beats: beats.map(microseconds),
      bars: downbeats.map(microseconds),
      meter: bars?.meter ?? null,
      sections: loudness === null ? [] : findSections(this.#colours.finish(), downbeats, seconds),
      loudness,
      peak: this.#peak,
      waveform: this.#waveform.finish(),
    };
  }

  #take(samples: Float32Array): void {
    this.#onsets.hear(samples);
    this.#colours.hear(samples);
    this.#waveform.hear(samples);
  }
}

/** Hears a song that is there as a whole. `rate` in samples a second. */
export function analyseSong(mono: Float32Array, rate: number): SongAnalysis {
  const listener = new SongListener(rate, 1);
  for (let at = 0; at < mono.length; at += rate) listener.hear([mono.subarray(at, at + rate)]);
  return listener.finish();
}

function together(planes: readonly Float32Array[]): Float32Array {
  if (planes.length === 1) return planes[0]!;
  return Float32Array.from({ length: planes[0]?.length ?? 0 }, (_, i) => planes.reduce((sum, plane) => sum + plane[i]!, 0) / planes.length);
}

/** From the middle of the times between beats, to a tenth. */
function tempoOf(beats: readonly number[]): number | null {
  if (beats.length < 2) return null;
  const apart = beats.slice(1).map((beat, i) => beat - beats[i]!).sort((a, b) => a - b);
  const around = apart.slice(Math.floor(apart.length / 4), Math.ceil((apart.length * 3) / 4));
  const mean = around.reduce((sum, value) => sum + value, 0) / around.length;
  return Math.round(600 / mean) / 10;
}
