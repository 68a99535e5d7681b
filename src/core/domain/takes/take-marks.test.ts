import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import { Take } from '../../schema/take.ts';
import { inverse, type Mark, marked, MOST_TAGS } from './take-marks.ts';

const tag = fc.constantFrom('sea', 'night', 'b-roll', 'Élan');
const anyMark: fc.Arbitrary<Mark> = fc.oneof(
  fc.record({ type: fc.constant('name' as const), name: fc.string({ maxLength: 250 }) }),
  fc.record({ type: fc.constant('description' as const), description: fc.option(fc.oneof(fc.record({ text: fc.constantFrom('A boat.', 'The sea.') }), fc.record({ text: fc.constant('A boat.'), model: fc.constantFrom('One', 'Two') }))) }),
  fc.record({ type: fc.constant('favourite' as const), favourite: fc.boolean() }),
  fc.record({ type: fc.constant('rating' as const), rating: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ type: fc.constant('tag' as const), tag }),
  fc.record({ type: fc.constant('untag' as const), tag }),
  fc.record({ type: fc.constant('bin' as const), at: fc.nat() }),
  fc.constant({ type: 'restore' } as const),
);

describe('marks on a take', () => {
  it('leave a take that can be kept, and are taken back by their inverse', () => {
    fc.assert(
      fc.property(fc.array(anyMark, { maxLength: 20 }), anyMark, (history, mark) => {
        const before = history.reduce(marked, someTake());
        const after = marked(before, mark);
        expect(Take.parse(after)).toEqual(after);
        expect(marked(after, mark)).toEqual(after);
        const back = inverse(before, mark);
        expect(back ? marked(after, back) : after).toEqual(before);
        expect(back === undefined).toBe(after === before);
      }),
    );
  });

  it('keep each tag once and no more than fit', () => {
    const full = someTake({ tags: Array.from({ length: MOST_TAGS }, (_, i) => `tag ${i}`) });
    expect(marked(full, { type: 'tag', tag: 'one more' })).toBe(full);
    expect(marked(someTake({ tags: ['sea'] }), { type: 'tag', tag: 'sea' }).tags).toEqual(['sea']);
  });

  it('put a tag back where it stood', () => {
    const take = someTake({ tags: ['one', 'two', 'three'] });
    const back = inverse(take, { type: 'untag', tag: 'two' })!;
    expect(marked(marked(take, { type: 'untag', tag: 'two' }), back).tags).toEqual(take.tags);
  });
});
