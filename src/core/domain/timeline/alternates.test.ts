import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternateLabel, familyNumbers, memberInCut, nextAlternate } from './alternates.ts';

const members = fc
  .uniqueArray(fc.record({ id: fc.uuid(), number: fc.nat(6) }), { selector: ({ id }) => id, minLength: 1, maxLength: 12 })
  .map((list) => list.map((member) => ({ ...member, family: (list[0] as { id: string }).id })));

describe('familyNumbers', () => {
  it('gives each member a number of its own, whatever the order they come in', () => {
    fc.assert(
      fc.property(members, (family) => {
        const numbers = familyNumbers(family);
        expect(new Set(numbers.values()).size).toBe(family.length);
        expect(numbers.get(family[0]?.id ?? '')).toBe(0);
        expect(familyNumbers(family.toReversed())).toEqual(numbers);
        expect([...numbers.values()]).not.toContain(nextAlternate(numbers));
      }),
    );
  });

  it('leaves alone what nobody else claims', () => {
    const family = 'a';
    const numbers = familyNumbers([
      { id: 'd', family, number: 3 },
      { id: 'c', family, number: 2 },
      { id: 'b', family, number: 2 },
      { id: 'a', family, number: 0 },
    ]);
    expect(Object.fromEntries(numbers)).toEqual({ a: 0, b: 2, d: 3, c: 4 });
  });

  it('numbers on without an original', () => {
    expect(Object.fromEntries(familyNumbers([{ id: 'b', family: 'a', number: 0 }]))).toEqual({ b: 1 });
  });
});

describe('memberInCut', () => {
  const numbers = new Map([['a', 0], ['b', 1], ['c', 2]]);
  it('is the chosen one while it lives, else the one with the smallest number', () => {
    expect(memberInCut([{ id: 'a' }, { id: 'c' }], numbers, 'c')).toEqual({ id: 'c' });
    expect(memberInCut([{ id: 'c' }, { id: 'b' }], numbers, 'a')).toEqual({ id: 'b' });
    expect(memberInCut([], numbers, 'a')).toBeUndefined();
  });
});

it('labels alternates as slates do', () => {
  expect([0, 1, 12].map(alternateLabel)).toEqual(['', 'A1', 'A12']);
});
