import { expect, it } from 'vitest';
import { ago, exactly } from './when.ts';

const NOW = new Date(2026, 10, 21, 14, 5, 30).getTime();

it('says how long ago in words', () => {
  const said = (seconds: number) => ago(NOW - seconds * 1000, NOW);
  expect([0, 59, 60, 125, 3_600, 7_300, 86_400, 3 * 86_400].map(said)).toEqual([
    'just now',
    'just now',
    '1 minute ago',
    '2 minutes ago',
    '1 hour ago',
    '2 hours ago',
    'yesterday',
    '3 days ago',
  ]);
});

it('takes a clock that was set back for now', () => {
  expect(ago(NOW + 60_000, NOW)).toBe('just now');
});

it('says the moment, with the year where it is another', () => {
  expect(exactly(NOW, NOW)).toBe('21 Nov, 14:05');
  expect(exactly(new Date(2025, 0, 2, 3, 4).getTime(), NOW)).toBe('2 Jan 2025, 03:04');
});
