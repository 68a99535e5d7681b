import { expect, it } from 'vitest';
import { someCut } from '../compose/film-cut.test-support.ts';
import { expectedFilm } from './expected-film.ts';
import type { FilmOrder } from './film-order.ts';

const cut = someCut([{ length: 240 }], { rate: { numerator: 24, denominator: 1 } });
const order = (lines: number, format: FilmOrder['format'] = 'mp4'): FilmOrder => ({ cut, format, lines, rate: cut.rate, quality: 'high', captions: 'none' });
const nothing = { speed: undefined, room: null, memory: undefined } as const;

it('says of time and size what speed and an earlier film of the codec tell', () => {
  const earlier = { width: 1280, height: 720, frames: 24, bytes: 100_000 };
  const { time, bytes } = expectedFilm(order(2160), { ...nothing, speed: 3840 * 2160 * 12, earlier });
  expect(time).toBe(20_000);
  expect(bytes).toBe(100_000 * 9 * 10);
  expect(expectedFilm(order(2160), nothing)).toMatchObject({ time: undefined, bytes: undefined, isGuess: false, fits: true, hasMemory: true });
});

it('guesses the size of the first film of a kind in one figure, and never of a codec that nobody measured', () => {
  const codecs = { container: 'mp4', video: 'avc', audio: null } as const;
  // Nine seconds of it were 1.6 MB at 720 lines, 529 kB at 360 and 2.7 MB at 1080.
  expect(expectedFilm(order(720), { ...nothing, codecs })).toMatchObject({ bytes: 2e6, isGuess: true });
  expect(expectedFilm(order(360), { ...nothing, codecs })).toMatchObject({ bytes: 6e5, isGuess: true });
  expect(expectedFilm(order(1080), { ...nothing, codecs })).toMatchObject({ bytes: 3e6, isGuess: true });
  // Ten seconds of 192 kbit.
  expect(expectedFilm(order(360), { ...nothing, codecs: { ...codecs, audio: 'aac' } }).bytes).toBe(9e5);
  expect(expectedFilm(order(480, 'gif'), nothing)).toMatchObject({ bytes: 2e7, isGuess: true });
  expect(expectedFilm(order(720), { ...nothing, codecs: { ...codecs, video: 'hevc' } })).toMatchObject({ bytes: undefined, isGuess: false });
  expect(expectedFilm(order(720), { ...nothing, codecs, earlier: { width: 1280, height: 720, frames: 24, bytes: 100_000 } })).toMatchObject({ bytes: 1e6, isGuess: false });
});

it('knows the size of ProRes, and finds that it does not fit', () => {
  const { bytes } = expectedFilm(order(1080, 'mov'), nothing);
  // Ten seconds at 24 of 29.97 frames of 220 Mbit.
  expect(bytes! / 1e6).toBeCloseTo((220 / 8) * 10 * (24 / 29.97), 0);
  expect(expectedFilm(order(1080, 'mov'), { ...nothing, room: 200e6 }).fits).toBe(false);
  expect(expectedFilm(order(1080, 'mov'), { ...nothing, room: 300e6 }).fits).toBe(true);
});

it('takes a machine for too small that has less than four times what is needed', () => {
  expect(expectedFilm(order(2160), { ...nothing, memory: 2 * 2 ** 30 }).hasMemory).toBe(false);
  expect(expectedFilm(order(2160), { ...nothing, memory: 4 * 2 ** 30 }).hasMemory).toBe(true);
  expect(expectedFilm(order(720), { ...nothing, memory: 2 ** 30 }).hasMemory).toBe(true);
});
