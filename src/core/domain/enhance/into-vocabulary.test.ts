import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WordList } from '../../schema/words.ts';
import { readPrompt } from '../generate/prompt-words.ts';
import { Vocabulary } from '../generate/vocabulary.ts';
import { intoVocabulary } from './into-vocabulary.ts';
import { allAssociations } from './nearest/nearest-words.ts';

const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../../../models/kinora-mini/${file}`, import.meta.url), 'utf8'));
const words = WordList.parse(read('tokenizer/words.json'));
const { model } = read('tokenizer/tokenizer.json') as { model: { vocab: Record<string, number> } };
const { text: rules } = read('manifest.json') as { text: { maxTokens: number } };
/** What Kinora Mini's own tokenizer knows, read as the studio reads it. */
const vocabulary = new Vocabulary(Object.keys(model.vocab), words);
const understood = (text: string) => Object.fromEntries(readPrompt(text, vocabulary, rules.maxTokens).understood);
const ignoredBy = (text: string) => readPrompt(text, vocabulary, rules.maxTokens).spans.filter(({ kind }) => kind === 'ignored').map(({ start, end }) => text.slice(start, end));

/** Any code units; and sentences of words that the tables, the model and nobody knows. */
const anything = fc.array(fc.nat(0xffff), { maxLength: 300 }).map((units) => String.fromCharCode(...units));
const known = [...new Set([...allAssociations().flatMap((association) => association.words), ...Object.values(words.slots).flatMap((values) => Object.values(values).flat())])];
const sentence = fc
  .array(fc.tuple(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known) }, { weight: 2, arbitrary: fc.constantFrom(...words.small) }, { weight: 1, arbitrary: fc.string() }), fc.constantFrom(' ', ' ', ', ', '. ', '-')), { maxLength: 25 })
  .map((parts) => parts.map(([word, gap]) => word + gap).join(''));

describe('intoVocabulary', () => {
  it('finds the nearest scene, and says word by word how', () => {
    const { text, changes, ignored } = intoVocabulary('A lonely lighthouse keeper watches the storm roll in at dusk', words);
    expect(understood(text)).toEqual({ subject: 'person', motion: 'still', place: 'sea', time: 'sunset', weather: 'rain' });
    expect(changes.map(({ from, to }) => `${from} → ${to}`)).toEqual(['keeper → person', 'watches → stands still', 'lighthouse → sea']);
    expect(ignored).toEqual([{ from: 'roll', why: 'The model takes one movement, and “watches” comes first.' }]);
  });

  it.each([
    ['an old lighthouse at night', { subject: 'house', place: 'sea', time: 'night' }],
    ['a dog chases a cat in the park', { subject: 'bird', motion: 'right', place: 'grass' }],
    ['In a castle, a king sleeps', { subject: 'person', motion: 'still', place: 'castle', time: 'night' }],
    ['a mermaid sings by the shipwreck', { subject: 'person', motion: 'bounce', place: 'underwater' }],
    ['an aeroplane crosses the heavens', { subject: 'rocket', motion: 'right', place: 'clouds' }],
    ['a headshot of a queen', { subject: 'person', place: 'castle', shot: 'close_up' }],
    ['a panoramic of the sea, pan left', { subject: 'boat', place: 'sea', camera: 'pan_left', shot: 'wide' }],
    ['a portrait of an eagle', { subject: 'bird' }],
    ['a cyclist rides to the left', { subject: 'person', motion: 'left', place: 'city' }],
    ['a strawberry', { subject: 'ball', colour: 'red' }],
    ['two friends drink coffee', { subject: 'person', motion: 'still' }],
    ['a car in orange', { subject: 'car', colour: 'orange' }],
    ['a car under a blue sky', { subject: 'car', time: 'day', weather: 'clear' }],
    ['a bird above golden meadows', { subject: 'bird', place: 'grass' }],
    ['rain falls on a house', { subject: 'house', weather: 'rain' }],
    ['a bicycle with no people', { subject: 'car' }],
    ['bird’s eye view of a forest', { subject: 'tree', place: 'forest', camera: 'tilt_down' }],
    ['a rocket that blasted off', { subject: 'rocket', motion: 'up' }],
    ['a woman walked to the left', { subject: 'person', motion: 'left' }],
    ['a rose tree', { subject: 'tree', colour: 'pink' }],
  ])('draws "%s"', (prompt, scene) => {
    expect(understood(intoVocabulary(prompt, words).text)).toEqual(scene);
  });

  it.each([
    ['a red ball left of a blue box', 'A red ball left of a blue box'],
    ['a dog chases a ball in the park', 'A bird chases a ball in the park'],
    ['a hound hunts a crimson sphere', 'A bird chasing a crimson sphere'],
    ['a wolf races after a lorry', 'A bird chasing a car in the forest'],
    ['a knight fleeing a dragon, slow zoom in', 'A person chased by a green bird at the castle, slow zoom in'],
    ['an eagle flies over a cottage at dusk', 'An eagle above a cottage flies, at dusk'],
    ['a cat atop a green lorry', 'A bird above a green car'],
    ['a lorry drives to the left of a dog', 'A car to the left of a bird drives on the grass'],
    ['a man in a hat behind an oak tree', 'A man behind a tree'],
    ['a ball behind a stone wall', 'A ball behind a house'],
    ['a boat in front of a red and white lighthouse', 'A boat in front of a red house at the sea'],
    ['a ball next to a box that is blue', 'A ball next to a blue box'],
    ['a ball and a box, xyzzy', 'A ball next to a box'],
  ])('draws two in "%s"', (prompt, text) => {
    expect(intoVocabulary(prompt, words).text).toBe(text);
  });

  it.each([
    ['a woman and her dog', { subject: 'person', place: 'grass' }],
    ['a bird above the sea', { subject: 'bird', place: 'sea' }],
    ['a ball, a box behind a tree', { subject: 'ball' }],
    ['a boy hiding in the forest', { subject: 'person', motion: 'still', place: 'forest' }],
    ['a man running from the storm', { subject: 'person', motion: 'right', weather: 'rain' }],
    ['a ball without a box behind it', { subject: 'ball' }],
    ['a ball rolls to the left of the frame', { subject: 'ball', motion: 'left' }],
  ])('draws one in "%s"', (prompt, scene) => {
    expect(understood(intoVocabulary(prompt, words).text)).toEqual(scene);
  });

  it('draws one for a model whose list does not tell how two stand', () => {
    const { relation: _, ...slots } = words.slots;
    const one = { ...words, slots };
    expect(intoVocabulary('a red ball left of a blue box', one).text).toBe('A red ball');
    const { ignored } = intoVocabulary('a red ball and a box', one);
    expect(ignored).toEqual([{ from: 'box', why: 'The model takes one subject, and “ball” comes first.' }]);
  });

  it('says which words of a pair it takes, and why not others', () => {
    const { changes, ignored } = intoVocabulary('a red hound hunts a huge strawberry, a pink box behind a tree', words);
    expect(changes.map(({ slot, to }) => `${slot}: ${to}`)).toEqual(['subject: bird', 'relation: chasing', 'second: ball', 'second_colour: red']);
    expect(changes.at(-1)?.why).toBe('“strawberry” is red, so the colour of the second subject is “red”.');
    expect(Object.fromEntries(ignored.map(({ from, why }) => [from, why]))).toEqual({
      huge: '“huge” belongs to something else than the first subject.',
      pink: 'The model takes one colour for each subject, and “red” comes first.',
      box: 'The model takes two subjects, and “hound” and “strawberry” come first.',
      tree: 'The model takes two subjects, and “hound” and “strawberry” come first.',
    });
    expect(intoVocabulary('a ball, a box', words).ignored[0]?.why).toBe('The model takes one subject, or two where the prompt says how the first stands to the second, and “ball” comes first.');
  });

  it('keeps a person’s own words where the model knows them', () => {
    const { text, changes } = intoVocabulary('a tiny crimson sailboat drifts past, at dawn, slow zoom in', words);
    expect(text).toBe('A tiny crimson sailboat drifts past, at dawn, slow zoom in');
    expect(changes).toEqual([]);
  });

  it('gives a subject where none is named, and says so', () => {
    for (const prompt of ['', '???', 'Gefühl von Freiheit', 'on the open ocean']) {
      const { text, changes } = intoVocabulary(prompt, words);
      expect(understood(text).subject).toBe(prompt.includes('ocean') ? 'boat' : 'person');
      expect(changes[0]).toMatchObject({ from: '', slot: 'subject' });
      expect(changes[0]?.why).toContain('stands in');
    }
  });

  it('invents nothing but the subject', () => {
    expect(Object.keys(understood(intoVocabulary('zorb blip quux', words).text))).toEqual(['subject']);
  });

  it('takes how a film looks for nothing that is seen in it, nor for what somebody does', () => {
    const style = 'soft film look, shallow depth of field, palette of beige and orange';
    expect(understood(intoVocabulary(`a bird flies to the left, ${style}`, words).text)).toMatchObject({ subject: 'bird', motion: 'left' });
    expect(understood(intoVocabulary(`a woman in the garden, ${style}`, words).text)).toEqual({ subject: 'person', place: 'grass', time: 'dawn' });
    expect(understood(intoVocabulary('a boat, touches of red', words).text)).toEqual({ subject: 'boat' });
    // Who looks is seen to.
    expect(understood(intoVocabulary('two women look', words).text)).toHaveProperty('motion');
  });

  it('says of each word left out why', () => {
    const { ignored } = intoVocabulary('a dog and a cat under a golden light, without rain, xyzzy', words);
    expect(ignored.map(({ from, why }) => [from, why.split(' ').slice(0, 3).join(' ')])).toEqual([
      ['golden', '“golden” colours something'],
      ['rain', 'The prompt says'],
      ['xyzzy', 'This model draws'],
    ]);
  });

  it('always gives text that the model knows to the last word, within its tokens', () => {
    fc.assert(
      fc.property(fc.oneof(anything, sentence), (prompt) => {
        const { text } = intoVocabulary(prompt, words);
        expect(ignoredBy(text)).toEqual([]);
        expect(understood(text)).toHaveProperty('subject');
      }),
      { numRuns: 1500 },
    );
  });

  it('changes nothing more of what it gave', () => {
    fc.assert(
      fc.property(sentence, (prompt) => {
        const once = intoVocabulary(prompt, words).text;
        expect(understood(intoVocabulary(once, words).text)).toEqual(understood(once));
      }),
      { numRuns: 400 },
    );
  });

  it('answers from a list of another model, whatever it holds', () => {
    expect(intoVocabulary('a lighthouse at night', { slots: {}, small: [] }).text).toBe('');
    const few = { slots: { subject: { cloud: ['cloud'] }, time: { night: ['night'] } }, small: ['at'] };
    expect(intoVocabulary('a lighthouse at night', few).text).toBe('Cloud, at night');
  });

  it('answers at once for 20,000 words', () => {
    const started = performance.now();
    intoVocabulary('dog '.repeat(20_000), words);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('the tables', () => {
  it('point only to what Kinora Mini draws', () => {
    const missing = allAssociations().filter(({ slot, values }) => !values.some((value) => words.slots[slot]?.[value]));
    expect(missing).toEqual([]);
  });

  it('name no word twice for one slot', () => {
    const seen = new Set<string>();
    const twice = allAssociations().flatMap(({ slot, words: phrases }) => phrases.map((phrase) => `${slot}: ${phrase}`)).filter((key) => seen.has(key) || !seen.add(key));
    expect(twice).toEqual([]);
  });

  it('say nothing that the model’s own words say', () => {
    const own = new Set(Object.entries(words.slots).flatMap(([slot, values]) => Object.values(values).flat().map((phrase) => `${slot}: ${phrase}`)));
    const idle = allAssociations().flatMap(({ slot, words: phrases }) => phrases.map((phrase) => `${slot}: ${phrase}`)).filter((key) => own.has(key));
    expect(idle).toEqual([]);
  });
});
