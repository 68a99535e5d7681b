import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WordList } from '../../schema/words.ts';
import { readPrompt } from './prompt-words.ts';
import { splitWords } from './split-words.ts';
import { Vocabulary } from './vocabulary.ts';

const words = WordList.parse(JSON.parse(readFileSync(new URL('../../../../models/kinora-mini/tokenizer/words.json', import.meta.url), 'utf8')));
const phrases = Object.values(words.slots).flatMap((values) => Object.values(values).flat());
const all = [...phrases.flatMap((phrase) => splitWords(phrase).map(({ text }) => text)), ...words.small];
const vocabulary = new Vocabulary(all, words);
const { relation, ...slots } = words.slots;
/** The same words, and nothing of how two stand. */
const ofOne = new Vocabulary(all, { ...words, slots });

const understood = (prompt: string, maxTokens?: number) => Object.fromEntries(readPrompt(prompt, vocabulary, maxTokens).understood);
const prompts = fc
  .array(fc.oneof(fc.constantFrom(...phrases), fc.constantFrom(...Object.values(relation ?? {}).flat()), fc.constantFrom(...words.small), fc.string()), { maxLength: 20 })
  .map((parts) => parts.join(' '));

describe('two subjects', () => {
  it.each([
    ['a red ball left of a blue box', { colour: 'red', subject: 'ball', relation: 'left_of', second_colour: 'blue', second: 'box' }],
    ['a bird chasing a fish', { subject: 'bird', relation: 'chasing', second: 'fish' }],
    ['a fish is followed by a spinning boat', { subject: 'fish', relation: 'chased_by', motion: 'spin', second: 'boat' }],
    ['ball next to box', { subject: 'ball', second: 'box' }],
    ['a ball that is red and a blue box', { subject: 'ball', colour: 'red', second: 'box', second_colour: 'blue' }],
    ['a boat with a red and white bird', { subject: 'boat', second: 'bird', second_colour: 'red' }],
    ['a ball under a box that is blue', { subject: 'ball', relation: 'below', second: 'box', second_colour: 'blue' }],
    ['a ball left of a box at the sea, golden light', { subject: 'ball', relation: 'left_of', second: 'box', place: 'sea', colour: 'yellow' }],
    ['a bird above the sea and a boat', { subject: 'bird', place: 'sea', second: 'boat' }],
    ['a ball and an orb behind a box', { subject: 'ball', relation: 'behind', second: 'box' }],
    ['a ball rolls to the left of a box', { subject: 'ball', motion: 'right', relation: 'left_of', second: 'box' }],
  ])('are read in "%s"', (prompt, values) => {
    expect(understood(prompt)).toEqual(values);
  });

  it.each([
    ['a bird above the sea', { subject: 'bird', place: 'sea' }],
    ['a ball, a blue box', { subject: 'ball', colour: 'blue' }],
    ['behind a tree', { subject: 'tree' }],
    ['a ball and a ball', { subject: 'ball' }],
    ['a ball, a box behind a tree', { subject: 'ball' }],
    ['a ball rolls to the left of the frame', { subject: 'ball', motion: 'left' }],
  ])('are not in "%s"', (prompt, values) => {
    expect(understood(prompt)).toEqual(values);
  });

  it('are the first two; the words of how others stand mean little', () => {
    const { spans, understood: values } = readPrompt('a ball left of a box behind a tree', vocabulary);
    expect(Object.fromEntries(values)).toEqual({ subject: 'ball', relation: 'left_of', second: 'box' });
    expect(spans.filter(({ kind }) => kind === 'small').length).toBe(4);
  });

  it('are not read beyond the tokenizer’s length', () => {
    expect(understood('a ball left of a box', 5)).toEqual({ subject: 'ball' });
    expect(understood('a ball left of a box', 6)).toHaveProperty('second', 'box');
  });

  it('are always two, and differ; what says how they stand stands between them', () => {
    fc.assert(
      fc.property(prompts, (prompt) => {
        const { spans, understood: values } = readPrompt(prompt, vocabulary);
        const edges = spans.flatMap(({ start, end }) => [start, end]);
        expect(edges).toEqual(edges.toSorted((a, b) => a - b));
        const at = (slot: string) => spans.findIndex((span) => span.slot === slot);
        if (!values.has('second')) return void expect([at('relation'), at('second_colour')]).toEqual([-1, -1]);
        expect(values.get('second')).not.toBe(values.get('subject'));
        expect(at('subject')).toBeLessThan(at('second'));
        if (values.has('relation')) expect([at('subject'), at('relation'), at('second')]).toEqual([at('subject'), at('relation'), at('second')].toSorted((a, b) => a - b));
      }),
      { numRuns: 1000 },
    );
  });

  it('take nothing from what is read of one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.entries(slots).filter(([slot]) => slot !== 'subject').flatMap(([, values]) => Object.values(values).flat()), 'a', 'ball'), { maxLength: 12 }), (parts) => {
        const prompt = parts.join(' ');
        fc.pre(readPrompt(prompt, vocabulary).spans.every(({ kind, start, end }) => kind !== 'small' || words.small.includes(prompt.slice(start, end))));
        expect(readPrompt(prompt, vocabulary)).toEqual(readPrompt(prompt, ofOne));
      }),
      { numRuns: 500 },
    );
  });
});
