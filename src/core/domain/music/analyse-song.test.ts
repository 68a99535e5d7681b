import { describe, expect, it } from 'vitest';
import { beatErrors, clickTrack } from '../../../../tests/fixtures/click-track.ts';
import { analyseSong, SongListener } from './analyse-song.ts';

const seconds = (times: readonly number[]): number[] => times.map((time) => time / 1e6);
const middle = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)]!;

describe('beats', () => {
  it.each([60, 90, 120, 180])('are where the clicks of %i bpm are, to some milliseconds, also in noise', (tempo) => {
    for (const noise of [0, 0.05]) {
      const track = clickTrack({ tempo, noise, offset: 0.73, seconds: 20 });
      const { tempo: found, beats } = analyseSong(track.samples, track.rate);
      expect(found).toBeCloseTo(tempo, 0);
      const errors = beatErrors(seconds(beats), track);
      expect(middle(errors)).toBeLessThan(3);
      // None is left out but at the ends.
      expect(beats.length).toBeGreaterThanOrEqual(track.beats.length - 1);
      expect(errors.filter((error) => error < 5).length).toBeGreaterThanOrEqual(track.beats.length - 1);
    }
  });

  it('follow a tempo that changes', () => {
    const track = clickTrack({ tempo: 95, until: 130, seconds: 40 });
    const errors = beatErrors(seconds(analyseSong(track.samples, track.rate).beats), track);
    expect(errors.filter((error) => error < 5).length).toBeGreaterThan(track.beats.length * 0.9);
  });

  it.each([3, 4])('are counted in bars of %i where every such beat has a drum', (meter) => {
    const track = clickTrack({ tempo: 108, meter });
    const found = analyseSong(track.samples, track.rate);
    expect(found.meter).toBe(meter);
    const drums = track.beats.filter((_, i) => i % meter === 0);
    expect(Math.max(...beatErrors(seconds(found.bars), { ...track, beats: drums }))).toBeLessThan(5);
  });

  it('are found alike at other sample rates and from pieces of any length', () => {
    const track = clickTrack({ tempo: 100, rate: 48_000, seconds: 20 });
    const listener = new SongListener(48_000, 2);
    for (let at = 0; at < track.samples.length; at += 1_111) {
      const piece = track.samples.subarray(at, at + 1_111);
      listener.hear([piece, piece]);
    }
    const { beats, tempo, length } = listener.finish();
    expect([tempo, length]).toEqual([100, 20_000_000]);
    expect(middle(beatErrors(seconds(beats), track))).toBeLessThan(3);
  });
});

describe('what has no beat', () => {
  const RATE = 22_050;
  const made = (sample: (i: number) => number, length = 12) => analyseSong(Float32Array.from({ length: RATE * length }, (_, i) => sample(i)), RATE);

  it('is silence, of which nothing is told', () => {
    expect(made(() => 0)).toMatchObject({ tempo: null, beats: [], bars: [], meter: null, sections: [], loudness: null, peak: 0 });
  });

  it('is a tone that stands, and noise', () => {
    let seed = 7;
    const noise = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5;
    for (const { tempo, beats, sections } of [made((i) => 0.3 * Math.sin(i / 10)), made(noise)]) {
      expect({ tempo, beats }).toEqual({ tempo: null, beats: [] });
      expect(sections).toHaveLength(1);
    }
  });

  it('is a piece of no length, or of a few samples', () => {
    expect(analyseSong(new Float32Array(0), RATE)).toMatchObject({ length: 0, beats: [], sections: [] });
    expect(analyseSong(new Float32Array(50).fill(0.5), RATE)).toMatchObject({ beats: [], peak: 0.5 });
  });
});

it('parts a song where its sound changes, and knows the parts again', () => {
  const RATE = 22_050;
  const notes = { verse: [220, 277, 330], chorus: [262, 330, 392] };
  const song = Float32Array.from({ length: RATE * 80 }, (_, i) => {
    const chorus = Math.floor(i / RATE / 20) % 2 === 1;
    const stroke = 0.6 + 0.4 * Math.exp(-((i / RATE) % 0.5) * 8);
    return (chorus ? 0.5 : 0.15) * stroke * notes[chorus ? 'chorus' : 'verse'].reduce((sum, hertz) => sum + Math.sin((2 * Math.PI * hertz * i) / RATE) / 3, 0);
  });
  const { sections } = analyseSong(song, RATE);
  expect(sections.map(({ label, energy }) => [label, energy > 0.5])).toEqual([['A', false], ['B', true], ['A', false], ['B', true]]);
  sections.forEach(({ start, end }, i) => {
    expect(Math.abs(start / 1e6 - 20 * i)).toBeLessThan(0.6);
    expect(end).toBe(sections[i + 1]?.start ?? 80_000_000);
  });
});
