import { expect, it } from 'vitest';
import { clipSlate, sceneSlate } from './slate.ts';

it('reads as film people write it', () => {
  expect(sceneSlate(3)).toBe('3');
  expect(sceneSlate(3, 2)).toBe('3 A2');
  expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map((index) => clipSlate(1, index))).toEqual(['1A', '1B', '1Z', '1AA', '1AB', '1AZ', '1BA', '1ZZ', '1AAA']);
  expect(clipSlate(2, 1, 1)).toBe('2B A1');
});
