import { expect, it } from 'vitest';
import { byCategory } from './cast-words.ts';

it('puts styles together by category, as they come, and those without one last', () => {
  const styles = ['', 'Ink', 'Oil ', 'Ink', ' '].map((category, id) => ({ category, id }));
  expect(byCategory(styles).map(([category, some]) => [category, some.map(({ id }) => id)])).toEqual([
    ['Ink', [1, 3]],
    ['Oil', [2]],
    ['', [0, 4]],
  ]);
});
