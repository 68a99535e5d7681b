import { dictionary } from 'cmu-pronouncing-dictionary';
import { describe, expect, it } from 'vitest';
import { cardinal, ordinal, year } from './number-words.ts';
import { pronounce } from './pronounce.ts';
import { foreignLanguage } from './says-english.ts';
import { spokenParts } from './spoken-parts.ts';
import { spokenPhonemes } from './spoken-phonemes.ts';
import { isVoiceModel, voicesAmong } from './voice-files.ts';
import { writtenOut } from './written-out.ts';

const look = (word: string) => (Object.hasOwn(dictionary, word) ? dictionary[word] : undefined);
const phones = (word: string) => pronounce(word, look).join(' ');

it('writes numbers out', () => {
  expect([0, 13, 40, 99, 100, 115, 1_000, 2_305_016].map(cardinal)).toEqual(['zero', 'thirteen', 'forty', 'ninety nine', 'one hundred', 'one hundred fifteen', 'one thousand', 'two million three hundred five thousand sixteen']);
  expect([1, 2, 12, 20, 33, 100].map(ordinal)).toEqual(['first', 'second', 'twelfth', 'twentieth', 'thirty third', 'one hundredth']);
  expect([1984, 1905, 1900, 2000, 2007, 2026].map(year)).toEqual(['nineteen eighty four', 'nineteen oh five', 'nineteen hundred', 'two thousand', 'two thousand seven', 'twenty twenty six']);
});

it.each([
  ['On 3 May 1984, 1,200.50 people paid $3.50.', 'On three May nineteen eighty four, one thousand two hundred point five zero people paid three dollars fifty cents.'],
  ['At 7:05 the 21st show was 50% off; at 8:00 it was not.', 'At seven oh five the twenty first show was fifty percent off; at eight o\'clock it was not.'],
  ['Dr. Smith vs. Mr. Jones', 'doctor Smith versus mister Jones'],
  ['24fps & 5 km at −4', 'twenty four frames a second and five kilometers at minus four'],
  ['the 1980s cost $2 million, pages 10-12, agent 007', 'the nineteen eighties cost two million dollars, pages ten to twelve, agent zero zero seven'],
])('writes out %s', (text, said) => expect(writtenOut(text)).toBe(said));

describe('a word', () => {
  it.each([
    ['Lighthouse', 'L AY1 T HH AW2 S'],
    ['it’s'.replace('’', '\''), 'IH1 T S'],
    ['café', 'K AH0 F EY1'],
    ['storyboarded', 'S T AO1 R IY0 B AO2 R D AH0 D'],
    ['storyboarder\'s', 'S T AO1 R IY0 B AO2 R D ER0 Z'],
    ['lampglow', 'L AE1 M P G L OW2'],
    ['BBC', 'B IY1 B IY1 S IY1'],
    ['NASA', 'N AE1 S AH0'],
    ['brrr', 'B IY1 AA1 R AA1 R AA1 R'],
  ])('%s is said from the dictionary, or from what it is made of, or spelt', (word, said) => expect(phones(word)).toBe(said));

  it.each([
    ['glorp', 'G L AO1 R P'],
    ['zanthium', 'Z AE1 N TH IH0 AH0 M'],
    ['quibblation', 'K W IH0 B L EY1 SH AH0 N'],
    ['trype', 'T R AY1 P'],
    ['knoop', 'N UW1 P'],
  ])('%s, which nobody knows, is said by its letters', (word, said) => expect(phones(word)).toBe(said));

  it('of any letters has something to say, and one main stress at most', () => {
    for (const word of ['x', 'zzyzx', 'aeiou', 'strngth', 'queueing', 'yyy', 'ghoti', 'e']) {
      expect(phones(word), word).toMatch(/^[A-Z]/);
      if (word.length > 3 && /[aeiouy]/.test(word)) expect(phones(word).match(/1/g) ?? [], word).toHaveLength(1);
    }
  });
});

describe('a sentence', () => {
  it.each([
    ['The harbour, at night.', 'american', 'ðə hˈɑɹbəɹ, æt nˈIt.'],
    ['The harbour, at night.', 'british', 'ðə hˈɑːbə, at nˈIt.'],
    ['Go to the end of the apple?', 'american', 'ɡˈO tə ði ˈɛnd əv ði ˈæpəl?'],
    ['“Wait…” (she said) — stop!', 'american', '“wˈAt…” (ʃi sˈɛd) — stˈɑp!'],
    ['brindle rings', 'british', 'bɹˈɪndəl ɹˈɪŋz'],
    ['♪ * 中', 'american', ''],
  ] as const)('%s is said in the signs of %s voices', (text, accent, signs) => expect(spokenPhonemes(text, accent, look)).toBe(signs));
});

it('divides a text at sentences, lines and paragraphs, and long sentences at their signs', () => {
  expect(spokenParts('One by Dr. Two. Three\nFour!\n\n* * *\n\nFive.', 300)).toEqual([{ text: 'One by doctor Two.', pause: 0.25 }, { text: 'Three', pause: 0.4 }, { text: 'Four!', pause: 0.7 }, { text: 'Five.', pause: 0 }]);
  const long = spokenParts('When the lamps go out, the boats come home and nobody counts them', 40);
  expect(long).toEqual([{ text: 'When the lamps go out,', pause: 0.1 }, { text: 'the boats come home and nobody counts', pause: 0.1 }, { text: 'them', pause: 0 }]);
  expect(spokenParts('a'.repeat(95), 40).map(({ text }) => text.length)).toEqual([40, 40, 15]);
  expect(spokenParts(' … ', 40)).toEqual([]);
});

it('tells what is not English', () => {
  expect(['The lamp is out and the sea is loud.', 'Harbour', 'Die Lampe ist aus und das Meer ist laut, sagt der Wind.', 'Лампа погасла, и море шумит.'].map(foreignLanguage)).toEqual([undefined, undefined, 'German', 'Cyrillic']);
});

it('finds the English voices of a model, and no others', () => {
  const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'];
  const voices = ['voices/af_heart.bin', 'voices/bm_fable.bin', 'voices/jf_alpha.bin', 'voices/../af_x.bin'];
  expect(voicesAmong(voices)).toEqual([{ id: 'af_heart', name: 'Heart', accent: 'american' }, { id: 'bm_fable', name: 'Fable', accent: 'british' }]);
  expect([isVoiceModel([...files, ...voices]), isVoiceModel(files), isVoiceModel([...files, 'voices/jf_alpha.bin']), isVoiceModel([...voices, ...files.slice(1)])]).toEqual([true, false, false, false]);
});
