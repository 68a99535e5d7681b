import { expect, it } from 'vitest';
import { sortOut } from './generations.ts';

it('keeps the files of the version before for one more generation', () => {
  const first = ['a1', 'b1', 'same'];
  const second = ['a2', 'b2', 'same'];
  const third = ['a3', 'b2', 'same'];

  const afterSecond = sortOut([...first, ...second], new Set(second), new Set());
  expect(afterSecond.remove).toEqual([]);
  expect(afterSecond.outdated).toEqual(['a1', 'b1']);

  const kept = [...first, ...second, ...third];
  const afterThird = sortOut(kept, new Set(third), new Set(afterSecond.outdated));
  expect(afterThird.remove).toEqual(['a1', 'b1']);
  expect(afterThird.outdated).toEqual(['a2']);
});

it('takes a file back that a version uses again', () => {
  expect(sortOut(['a1'], new Set(['a1']), new Set(['a1']))).toEqual({ remove: [], outdated: [] });
});
