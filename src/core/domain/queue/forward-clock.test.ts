import { afterEach, expect, it, vi } from 'vitest';
import { ForwardClock } from './forward-clock.ts';

afterEach(() => vi.useRealTimers());

it('follows the time of day, and goes on when that is put back', () => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'performance'] });
  const clock = new ForwardClock({ date: () => Date.now(), steady: () => performance.now() });
  expect(clock.now()).toBe(1_000_000);
  vi.advanceTimersByTime(500);
  expect(clock.now()).toBe(1_000_500);
  vi.setSystemTime(10);
  const before = clock.now();
  expect(before).toBeGreaterThanOrEqual(1_000_500);
  vi.advanceTimersByTime(2_000);
  expect(clock.now()).toBe(before + 2_000);
  vi.setSystemTime(5_000_000);
  expect(clock.now()).toBe(5_000_000);
});

it('begins no earlier than what was kept before it, unless that lies years ahead', () => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'performance'] });
  const clock = new ForwardClock({ date: () => Date.now(), steady: () => performance.now() });
  clock.pass(9_000_000);
  clock.pass(2_000_000);
  expect(clock.now()).toBe(9_000_000);
  vi.advanceTimersByTime(500);
  expect(clock.now()).toBe(9_000_500);
  clock.pass(Date.UTC(2099));
  expect(clock.now()).toBe(9_000_500);
});
