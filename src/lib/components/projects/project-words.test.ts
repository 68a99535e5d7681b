import { expect, it } from 'vitest';
import { nameOf, saidAgo, saidFilmLength, saidProgress, saidRate } from './project-words.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;

it('says how long ago it was', () => {
  const said = [0, 1, 59, 60, 23 * 60, 24 * 60, 6 * 24 * 60].map((minutes) => saidAgo(NOW - minutes * MINUTE, NOW));
  expect(said).toEqual(['just now', '1 minute ago', '59 minutes ago', '1 hour ago', '23 hours ago', 'yesterday', '6 days ago']);
  expect(saidAgo(NOW - 30 * 24 * 60 * MINUTE, NOW)).toBe('Oct 22, 2026');
  // A clock that was set back since.
  expect(saidAgo(NOW + 60 * MINUTE, NOW)).toBe('just now');
});

it('says lengths, rates, names and progress', () => {
  expect(saidFilmLength(720, { numerator: 24, denominator: 1 })).toBe('0:30');
  expect(saidFilmLength(1800, { numerator: 30_000, denominator: 1001 })).toBe('1:00');
  expect(saidRate({ numerator: 24, denominator: 1 })).toBe('24 frames a second');
  expect(saidRate({ numerator: 30_000, denominator: 1001 })).toBe('29.97 frames a second');
  expect([nameOf({ name: '  ' }), nameOf({ name: 'Sea' })]).toEqual(['Untitled film', 'Sea']);
  expect([saidProgress({ clips: 0, made: 0 }), saidProgress({ clips: 1, made: 0 }), saidProgress({ clips: 9, made: 3 })]).toEqual([
    'No clips yet', '0 of 1 clip made', '3 of 9 clips made',
  ]);
});
