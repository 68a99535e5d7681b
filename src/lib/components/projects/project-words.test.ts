import { expect, it } from 'vitest';
import { nameOf, saidAgo, saidDay, saidDeletion, saidFilmLength, saidMoment, saidProgress, saidRate } from './project-words.ts';

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

it('says moments by their day and to the minute', () => {
  const at = (day: number, hour: number, minute: number) => new Date(2026, 10, day, hour, minute).getTime();
  const now = at(21, 0, 30);
  expect([at(21, 0, 4), at(20, 23, 59), at(20, 0, 0), at(19, 23, 59)].map((time) => saidMoment(time, now))).toEqual([
    'today, 00:04', 'yesterday, 23:59', 'yesterday, 00:00', 'Nov 19, 2026, 23:59',
  ]);
  expect(saidDay(at(1, 12, 0) - 86_400_000, at(1, 12, 0))).toBe('yesterday');
});

it('says on which day a project is deleted for good, and never a day before its term is over', () => {
  const DAY = 86_400_000;
  expect(saidDeletion(NOW, 30, NOW)).toBe('on Dec 21, 2026');
  expect(saidDeletion(NOW, 30, NOW + 10 * DAY)).toBe('on Dec 21, 2026');
  expect(saidDeletion(NOW, 30, NOW + 31 * DAY)).toBe('today');
  expect(saidDeletion(NOW + 400 * DAY, 30, NOW)).toBe('on Dec 21, 2026');
});
