import { expect, it } from 'vitest';
import { Bell } from './bell.ts';

it('wakes whoever waits, and whoever comes after the ring, once', async () => {
  const bell = new Bell();
  const woken: string[] = [];
  const waiting = bell.wait(60_000).then(() => woken.push('waited'));
  bell.ring();
  await waiting;
  bell.ring();
  await bell.wait(60_000).then(() => woken.push('came late'));
  await bell.wait(5).then(() => woken.push('nobody rang'));
  expect(woken).toEqual(['waited', 'came late', 'nobody rang']);
});
