import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byRank, insertRanks, type Ranked } from './rank.ts';

/** The list after an insertion, in its order. */
function inserted(ordered: readonly Ranked[], index: number, ids: readonly string[]): Ranked[] {
  const { ranks, moved } = insertRanks(ordered, index, ids.length);
  const next = ordered.map((one) => moved.find(({ id }) => id === one.id) ?? one);
  return [...next, ...ids.map((id, i) => ({ id, rank: ranks[i] as string }))].sort(byRank);
}

describe('insertRanks', () => {
  it('puts new ones exactly where they were asked for, among ties and ranks that are none', () => {
    const rank = fc.oneof(fc.constantFrom('a0', 'a1', 'a1V', 'Zz', '', 'a', 'a00', '\u{1F600}', 'zz'), fc.string());
    const list = fc.uniqueArray(fc.record({ id: fc.uuid(), rank }), { selector: ({ id }) => id, maxLength: 8 });
    fc.assert(
      fc.property(list, fc.nat(8), fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 3 }), (given, at, ids) => {
        const ordered = given.sort(byRank);
        const index = Math.min(at, ordered.length);
        const before = ordered.map(({ id }) => id);
        expect(inserted(ordered, index, ids).map(({ id }) => id)).toEqual(before.toSpliced(index, 0, ...ids));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the others alone where there is room', () => {
    const ordered = [{ id: 'x', rank: 'a0' }, { id: 'y', rank: 'a1' }];
    expect(insertRanks(ordered, 1, 1)).toEqual({ ranks: ['a0V'], moved: [] });
  });
});
