import { BufferSource } from 'mediabunny';
import { describe, expect, it, vi } from 'vitest';
import { allOf } from '../../../../tests/fixtures/all-of.ts';
import { wav } from '../../../../tests/fixtures/wav.ts';
import { FRAME_RATES } from '../../domain/timeline/frame-rate.ts';
import type { Sha256 } from '../../schema/ids.ts';
import { CEILING } from './limiter.ts';
import { mixFilm, type OpenSound, sampleAt } from './mix-film.ts';
import { openSound } from './open-sound.ts';
import type { SoundPiece, SoundPlan } from './sound-plan.ts';

const RATE = 48_000;
const FILM = { numerator: 24, denominator: 1 };

/** So long a tone of one loudness; its name is its place among the files. */
const tone = (seconds: number, level: number, { rate = RATE, hertz = 480, channels = 2 } = {}) =>
  wav(Array.from({ length: channels }, () => Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => level * Math.sin((2 * Math.PI * hertz * i) / rate))), rate);

const piece = (changes: Partial<SoundPiece>): SoundPiece => ({ kind: 'song', asset: 'a' as Sha256, type: 'audio/wav', name: 'song', at: 0, from: 0, length: 240, gain: 1, fadeIn: 0, fadeOut: 0, ...changes });
const plan = (pieces: readonly SoundPiece[], changes: Partial<SoundPlan> = {}): SoundPlan => ({ rate: FILM, length: 240, duckBy: 12, pieces, ...changes });

async function mixed(what: SoundPlan, files: Readonly<Record<string, Uint8Array>>, channels: 1 | 2 = 2) {
  const silent: string[] = [];
  const open: OpenSound = async ({ name }) => (files[name] ? openSound(new BufferSource(files[name])) : undefined);
  const blocks = await allOf(mixFilm(what, open, { sampleRate: RATE, channels, onSilent: ({ name }) => silent.push(name) }));
  const length = blocks.reduce((sum, { frames }) => sum + frames, 0);
  const plane = new Float32Array(length);
  let at = 0;
  for (const block of blocks) {
    expect(block.planes).toHaveLength(channels);
    plane.set(block.planes.at(-1)!, at);
    at += block.frames;
  }
  /** The loudest sample around a moment of the film, in seconds. */
  const level = (seconds: number, around = 0.01): number => Math.max(...plane.subarray(Math.max(0, Math.round((seconds - around) * RATE)), Math.round((seconds + around) * RATE)).map(Math.abs));
  return { plane, length, level, silent };
}

describe('the length', () => {
  it.each(FRAME_RATES)('is that of the picture to the sample at $numerator/$denominator', async (rate) => {
    const { length } = await mixed(plan([], { rate, length: 101 }), {});
    expect(length).toBe(Math.round((101 * rate.denominator * RATE) / rate.numerator));
    expect(sampleAt(0, rate, RATE)).toBe(0);
  });

  it('stays so where the song ends sooner, and where it is longer', async () => {
    for (const seconds of [3, 30]) {
      const { length, level } = await mixed(plan([piece({})]), { song: tone(seconds, 0.5) });
      expect(length).toBe(480_000);
      expect(level(2)).toBeCloseTo(0.5, 2);
      expect(level(9.9)).toBeCloseTo(seconds > 10 ? 0.5 : 0, 2);
    }
  });

  it('is nothing for a film without frames', async () => {
    expect((await mixed(plan([], { length: 0 }), {})).length).toBe(0);
  });
});

describe('a song', () => {
  it('comes out sample for sample as it is in its file', async () => {
    const { plane } = await mixed(plan([piece({})]), { song: tone(10, 0.8) });
    const wanted = Float32Array.from({ length: 480_000 }, (_, i) => 0.8 * Math.sin((2 * Math.PI * 480 * i) / RATE));
    expect(plane.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)), 0)).toBeLessThan(2e-4);
  });

  it('begins where it is put, from the moment in its file that is asked for', async () => {
    // Silent for two seconds, then a tone.
    const silent = new Float32Array(2 * 8_000);
    const loud = Float32Array.from({ length: 5 * 8_000 }, (_, i) => 0.5 * Math.sin(i / 4));
    const file = wav([Float32Array.from([...silent, ...loud])], 8_000);
    const { level, plane } = await mixed(plan([piece({ at: 48, from: 24 })]), { song: file });
    // Two seconds of film, one of the file's two silent ones left.
    const first = plane.findIndex((value) => Math.abs(value) > 0.1) / RATE;
    expect(first).toBeGreaterThan(2.99);
    expect(first).toBeLessThan(3.01);
    expect(level(4)).toBeCloseTo(0.5, 1);
    expect(level(8.5)).toBe(0);
  });

  it('fades in, and out before its end or the film’s', async () => {
    for (const seconds of [6, 20]) {
      const end = Math.min(seconds, 10);
      const { level } = await mixed(plan([piece({ fadeIn: 48, fadeOut: 48 })]), { song: tone(seconds, 0.5) });
      expect(level(0, 0.002)).toBeLessThan(0.01);
      expect(level(1)).toBeCloseTo(0.25, 1);
      expect(level(3)).toBeCloseTo(0.5, 2);
      expect(level(end - 1)).toBeCloseTo(0.25, 1);
      expect(level(end - 0.01)).toBeLessThan(0.02);
    }
  });

  it('is heard in both channels and in one, from one, two and six', async () => {
    for (const channels of [1, 2, 6]) {
      for (const wanted of [1, 2] as const) {
        const { level } = await mixed(plan([piece({ gain: 0.25 })]), { song: tone(10, 0.5, { channels }) }, wanted);
        expect(level(5)).toBeGreaterThan(0.12);
      }
    }
  });
});

describe('narration', () => {
  const voice = piece({ kind: 'narration', name: 'voice', at: 96, length: 48 });

  it('has the song make room softly, by as much as is asked for, and come back', async () => {
    const { level } = await mixed(plan([piece({}), voice], { duckBy: 20 }), { song: tone(10, 0.5), voice: tone(2, 0) });
    expect(level(3)).toBeCloseTo(0.5, 2);
    expect(level(3.85)).toBeLessThan(0.5);
    expect(level(3.85)).toBeGreaterThan(0.1);
    expect(level(5)).toBeCloseTo(0.05, 2);
    expect(level(6.4)).toBeGreaterThan(0.1);
    expect(level(7.2)).toBeCloseTo(0.5, 2);
    // No step that one would hear as a click.
    const { plane } = await mixed(plan([piece({}), voice], { duckBy: 20 }), { song: tone(10, 0.5, { hertz: 20 }), voice: tone(2, 0) });
    expect(plane.reduce((most, value, i) => Math.max(most, Math.abs(value - (plane[i - 1] ?? 0))), 0)).toBeLessThan(0.002);
  });

  it('is cut to its length and ends with the film', async () => {
    const { level, length } = await mixed(plan([{ ...voice, at: 216 }, { ...voice, name: 'other', at: 24 }]), { voice: tone(9, 0.3), other: tone(9, 0.3) });
    expect(length).toBe(480_000);
    expect(level(2)).toBeCloseTo(0.3, 2);
    expect(level(3.2)).toBe(0);
    expect(level(9.5)).toBeCloseTo(0.3, 2);
  });
});

it('never clips, however much sounds at once, and leaves what is soft as it is', async () => {
  const loud = [piece({ gain: 4 }), piece({ kind: 'narration', name: 'voice', at: 120, length: 48, gain: 4 })];
  const { plane, level } = await mixed(plan(loud, { duckBy: 0 }), { song: tone(6, 0.9), voice: tone(2, 0.9, { hertz: 95 }) });
  expect(plane.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThanOrEqual(CEILING + 1e-6);
  expect(level(3)).toBeGreaterThan(0.9);
});

it('has two videos that go over into one another sound together, and says nothing of one without sound', async () => {
  const clip = (name: string, changes: Partial<SoundPiece>) => piece({ kind: 'clip', name, ...changes });
  const { level, silent } = await mixed(plan([clip('one', { length: 96, fadeOut: 48 }), clip('other', { at: 48, length: 96, fadeIn: 48, gain: 0.5 }), clip('mute', {})]), { one: tone(9, 0.4), other: tone(9, 0.4, { hertz: 480 }) });
  expect(level(1)).toBeCloseTo(0.4, 2);
  // Half of the one and half of the other, which is half as loud.
  expect(level(3, 0.002)).toBeCloseTo(0.3, 1);
  expect(level(5)).toBeCloseTo(0.2, 2);
  expect(level(7)).toBe(0);
  expect(silent).toEqual([]);
});

it('goes on without a file that is gone, is no sound, or breaks off, and says which', async () => {
  const short = tone(10, 0.5).slice(0, 200_000);
  const voices = ['gone', 'words'].map((name, i) => piece({ kind: 'narration', name, at: 24 * i, length: 24 }));
  const { length, level, silent } = await mixed(plan([piece({}), ...voices], { duckBy: 0 }), { song: short, words: new TextEncoder().encode('These are words, not a song.') });
  expect(length).toBe(480_000);
  expect(silent.sort()).toEqual(['gone', 'words']);
  expect(level(0.5)).toBeCloseTo(0.5, 2);
  expect(level(5)).toBe(0);
});

it('says which file breaks in the middle, once, and puts it away', async () => {
  const dispose = vi.fn();
  const open: OpenSound = async () => ({
    sampleRate: RATE,
    channels: 1,
    seconds: 10,
    dispose,
    async *pieces() {
      yield { at: 0, planes: [new Float32Array(RATE).fill(0.1)] };
      throw new Error('broken');
    },
  });
  const onSilent = vi.fn();
  const blocks = await allOf(mixFilm(plan([piece({})]), open, { sampleRate: RATE, channels: 2, onSilent }));
  expect(blocks.reduce((sum, { frames }) => sum + frames, 0)).toBe(480_000);
  expect(onSilent).toHaveBeenCalledTimes(1);
  expect(dispose).toHaveBeenCalledTimes(1);
});

it('stops when asked to, and puts its files away', async () => {
  const stop = new AbortController();
  const dispose = vi.fn();
  const open: OpenSound = async () => {
    const reader = await openSound(new BufferSource(tone(10, 0.5)));
    return { ...reader!, dispose };
  };
  const mix = mixFilm(plan([piece({})]), open, { sampleRate: RATE, channels: 2, signal: stop.signal });
  await mix.next();
  stop.abort();
  await expect(mix.next()).rejects.toMatchObject({ name: 'AbortError' });
  expect(dispose).toHaveBeenCalledTimes(1);
});
