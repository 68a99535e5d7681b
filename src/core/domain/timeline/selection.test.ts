import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, among, nothingSelected, type Selection, stretched, toggled } from './selection.ts';

const ORDER = ['a', 'b', 'c', 'd', 'e', 'f'];
const of = ({ ids }: Selection<string>) => [...ids].sort().join('');

describe('a selection', () => {
  it('grows and shrinks one by one', () => {
    const one = toggled(nothingSelected<string>(), 'c');
    expect(of(toggled(one, 'e'))).toBe('ce');
    expect(of(toggled(one, 'c'))).toBe('');
  });

  it('stretches from the last single step, and a second stretch replaces the first', () => {
    const kept = toggled(toggled(nothingSelected<string>(), 'a'), 'c');
    const far = stretched(kept, ORDER, 'f');
    expect(of(far)).toBe('acdef');
    expect(of(stretched(far, ORDER, 'd'))).toBe('acd');
    expect(of(stretched(far, ORDER, 'b'))).toBe('abc');
    expect(of(stretched(nothingSelected(), ORDER, 'd', 'b'))).toBe('bcd');
    expect(of(stretched(nothingSelected(), ORDER, 'd'))).toBe('d');
  });

  it('loses what is no longer listed, and nothing else', () => {
    const some = toggled(toggled(nothingSelected<string>(), 'a'), 'c');
    expect(among(some, ORDER)).toBe(some);
    expect(of(among(some, ['b', 'c']))).toBe('c');
    expect(of(stretched(among(some, ['a', 'b', 'd']), ['a', 'b', 'd'], 'd', 'b'))).toBe('abd');
  });

  it('never holds anything that is not listed, whatever is done', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constantFrom('toggle', 'stretch'), id: fc.constantFrom(...ORDER) }),
      fc.record({ do: fc.constant('list'), id: fc.constant(''), order: fc.subarray(ORDER) }),
      fc.record({ do: fc.constant('all'), id: fc.constant('') }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let [selection, order] = [nothingSelected<string>(), ORDER];
        for (const given of steps) {
          if ('order' in given) selection = among(selection, (order = given.order));
          else if (given.do === 'all') selection = all(order);
          else if (!order.includes(given.id)) continue;
          else if (given.do === 'toggle') selection = toggled(selection, given.id);
          else {
            selection = stretched(selection, order, given.id);
            expect(selection.ids.has(given.id)).toBe(true);
          }
          expect([...selection.ids].every((id) => order.includes(id))).toBe(true);
        }
      }),
    );
  });
});
