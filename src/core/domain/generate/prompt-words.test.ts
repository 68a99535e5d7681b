import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPrompt } from './prompt-words.ts';
import { Vocabulary } from './vocabulary.ts';

const list = {
  slots: {
    subject: { ball: ['ball', 'orb'], balloon: ['balloon', 'hot-air balloon'] },
    colour: { red: ['red', 'crimson'], white: ['white', 'snow-white'] },
    place: { snow: ['snow'], sea: ['sea', 'the sea'] },
    camera: { zoom_in: ['zoom in', 'slow zoom in'] },
  },
  small: ['a', 'over', 'the', 'in'],
};
const words = [
  '[PAD]',
  '[UNK]',
  'a',
  'over',
  'the',
  'in',
  'ball',
  'orb',
  'balloon',
  'hot',
  'air',
  'red',
  'crimson',
  'white',
  'snow',
  'sea',
  'zoom',
  'slow',
  'gently',
];
const vocabulary = new Vocabulary(words, list);

/** Spans as `text:kind`, or `text=slot.value`. */
const read = (prompt: string) =>
  readPrompt(prompt, vocabulary).spans.map(
    ({ start, end, kind, slot, value }) => `${prompt.slice(start, end)}${slot ? `=${slot}.${value}` : `:${kind}`}`,
  );

/** Any code units, lone surrogates among them. */
const anything = fc.array(fc.nat(0xffff), { maxLength: 400 }).map((units) => String.fromCharCode(...units));

describe('readPrompt', () => {
  it('marks known, small and ignored words in their places', () => {
    expect(read('A crimson ball, over gravel')).toEqual([
      'A:small',
      'crimson=colour.red',
      'ball=subject.ball',
      'over:small',
      'gravel:ignored',
    ]);
  });

  it('prefers the longest phrase, through hyphens and over small words', () => {
    expect(read('a snow-white hot-air  balloon: slow zoom in, the sea')).toEqual([
      'a:small',
      'snow-white=colour.white',
      'hot-air  balloon=subject.balloon',
      'slow zoom in=camera.zoom_in',
      'the sea=place.sea',
    ]);
  });

  it('keeps words that the tokenizer knows though the list gives them no meaning', () => {
    expect(read('gently')).toEqual(['gently:known']);
  });

  it('offers the nearest known words', () => {
    const [span] = readPrompt('ballon', vocabulary).spans;
    expect(span).toMatchObject({ kind: 'ignored', suggestions: ['balloon', 'ball'] });
    expect(readPrompt('rde', vocabulary).spans[0]?.suggestions).toEqual(['red']);
    expect(readPrompt('xylophone', vocabulary).spans[0]?.suggestions).toEqual([]);
  });

  it('sums up what it understood; of two mentions the first counts', () => {
    const { understood } = readPrompt('red ball in white snow', vocabulary);
    expect(Object.fromEntries(understood)).toEqual({ colour: 'red', subject: 'ball', place: 'snow' });
  });

  it('ignores what lies beyond the tokenizer’s length', () => {
    const kinds = readPrompt('red gravel ball sea', vocabulary, 2).spans.map(({ kind }) => kind);
    expect(kinds).toEqual(['known', 'ignored', 'known', 'ignored']);
  });

  it('shows a pictograph as unknown and survives anything typed', () => {
    expect(read('🎈 red')).toEqual(['🎈:ignored', 'red=colour.red']);
    fc.assert(
      fc.property(anything, (prompt) => {
        const edges = readPrompt(prompt, vocabulary).spans.flatMap(({ start, end }) => [start, end]);
        const places = [0, ...edges, prompt.length];
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }),
    );
  });

  it('knows no second subject where the list does not tell how two stand', () => {
    const { understood } = readPrompt('red ball and white balloon', new Vocabulary([...words, 'and'], { ...list, small: [...list.small, 'and'] }));
    expect(Object.fromEntries(understood)).toEqual({ colour: 'red', subject: 'ball' });
  });

  it('works without a word list', () => {
    const bare = new Vocabulary(words);
    expect(readPrompt('red bal', bare).spans).toMatchObject([
      { kind: 'known' },
      { kind: 'ignored', suggestions: ['ball'] },
    ]);
  });
});
