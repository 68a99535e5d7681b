import { expect, it } from 'vitest';
import { SPOKEN_LANGUAGES } from '#core/domain/speech/languages.ts';
import { languageName } from './sound-words.ts';

it('has a name for every language that is heard', () => {
  expect(SPOKEN_LANGUAGES.filter((code) => languageName(code) === code)).toEqual([]);
});
