import { expect, it } from 'vitest';
import { unknownWords } from './unknown-words.ts';
import { Vocabulary } from './vocabulary.ts';

it('says what will be left out, each word once, as it is written', () => {
  const vocabulary = new Vocabulary(['a', 'red', 'ball']);
  expect(unknownWords('a red Wombat, a wombat, Wombat ball', vocabulary)).toEqual(['Wombat', 'wombat']);
  expect(unknownWords('a red ball', vocabulary)).toEqual([]);
  expect(unknownWords('a red ball', vocabulary, 2)).toEqual(['ball']);
});
