import { analyseSong } from '../../src/core/domain/music/analyse-song.ts';
import { beatErrors, clickTrack } from '../fixtures/click-track.ts';
import { type Measure, median } from './measure.ts';

/** Tempi that are known, steady, in noise, with drums, and speeding up. */
const TRACKS = [60, 72, 90, 105, 120, 140, 160, 180].flatMap((tempo) => [
  { tempo },
  { tempo, noise: 0.05, offset: 1.13 },
  { tempo, meter: 4, offset: 0.02 },
]);

/** How far the beats that are found lie from the true ones, and how long a minute of song takes. */
export async function beatMeasures(): Promise<Measure[]> {
  const errors: number[] = [];
  const tempi: number[] = [];
  const each: number[] = [];
  for (const wanted of [...TRACKS, { tempo: 95, until: 130 }]) {
    const track = clickTrack(wanted);
    const started = performance.now();
    const { beats, tempo } = analyseSong(track.samples, track.rate);
    each.push(((performance.now() - started) * 2) / 1_000);
    errors.push(...beatErrors(beats.map((beat) => beat / 1e6), track));
    if (!('until' in wanted)) tempi.push(Math.abs((tempo ?? 0) - wanted.tempo));
  }
  const far = errors.filter((error) => error > 50).length;
  return [
    { name: 'beats found : clicks of known tempo, median', value: median(errors), unit: 'ms', atMost: 10, detail: `${errors.length} beats of ${each.length} tracks from 60 to 180 bpm, also in noise; ${far} over 50 ms; tempo ${Math.max(...tempi).toFixed(1)} bpm off at most` },
    { name: 'analysis of a minute of song', value: median(each), unit: 's', detail: 'beats, bars, sections, loudness and waveform, in Node' },
  ];
}
