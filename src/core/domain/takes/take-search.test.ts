import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import { fold, foldedTake, hasWords, searchWords } from './take-search.ts';

const finds = (text: string, typed: string) => hasWords(fold(text), searchWords(typed));

describe('searching', () => {
  it.each([
    ['a red balloon over the sea', 'ball red', true],
    ['a red balloon over the sea', 'alloon', false],
    ['a red balloon over the sea', '', true],
    ['Ein Zürcher Café, ganz früh', 'cafe ZURCH', true],
    ['Ein Zurcher Cafe', 'zürcher café', true],
    ['Große Straße in Łódź, Ærø', 'grosse strasse lodz aero', true],
    ['夕焼けの海', '海', true],
    ['“day” – sunset', 'day', true],
    ['ΟΔΟΣ', 'οδος', true],
  ])('%j, %j: %s', (text, typed, is) => expect(finds(text, typed)).toBe(is));

  it('finds every text by the beginning of each of its words, in any order, case and accent', () => {
    const words = fc.array(fc.stringMatching(/^[a-zäöüéèñ]{1,10}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(words, fc.nat(), (all, cut) => {
        const typed = all.map((word) => word.slice(0, 1 + (cut % word.length)).toUpperCase()).reverse();
        return finds(all.join(' '), typed.join('  '));
      }),
    );
  });

  it('never finds fewer words than are typed, and folding twice is folding once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, typed) => {
        expect(fold(fold(text))).toBe(fold(text));
        if (finds(text, typed)) for (const word of searchWords(typed)) expect(finds(text, word)).toBe(true);
      }),
    );
  });

  it('looks at name, prompt and tags of a take, and does not run them together', () => {
    const folded = foldedTake(someTake({ name: 'Opening', tags: ['Élan vital', 'b-roll'] }));
    for (const typed of ['open', 'red ball', 'elan', 'roll']) expect(hasWords(folded, searchWords(typed)), typed).toBe(true);
    expect(hasWords(folded, searchWords('openinga'))).toBe(false);
  });
});
