import { describe, expect, it } from 'vitest';
import { captionsOfLines, linesOfSpeech } from './heard-lines.ts';
import type { HeardSegment } from './heard-tokens.ts';

const breath = (words: readonly (readonly [string, number])[], end: number): HeardSegment => {
  const timed = words.map(([text, start], at) => ({ text: ` ${text}`, start, end: words[at + 1]?.[1] ?? end }));
  return { start: words[0]![1], end, text: words.map(([text]) => text).join(' '), words: timed };
};

describe('lines of what was heard', () => {
  it('are breaths as they came where these can be read at once', () => {
    expect(linesOfSpeech([breath([['The', 0], ['light', 0.5]], 1)])).toEqual([{ start: 0, end: 1, text: 'The light' }]);
  });

  it('begin anew after a pause', () => {
    expect(linesOfSpeech([breath([['Wait', 0], ['here', 4]], 5)])).toEqual([{ start: 0, end: 4, text: 'Wait' }, { start: 4, end: 5, text: 'here' }]);
  });

  it('are parted where they are too long: after a sign near the middle, and nothing is lost', () => {
    const words = 'the keeper of the light finds a letter in the sand, and rows out with it before the storm comes over the sea again'.split(' ');
    const lines = linesOfSpeech([breath(words.map((word, at) => [word, at * 0.4] as const), 12)]);
    expect(lines.map(({ text }) => text)).toEqual(['the keeper of the light finds a letter in the sand,', 'and rows out with it before the storm comes over the sea again']);
    expect(lines[0]!.end).toBe(lines[1]!.start);
    expect(lines[1]!.end).toBe(12);
  });

  it('stay whole where nobody knows when each word came', () => {
    const text = 'word '.repeat(40).trim();
    expect(linesOfSpeech([{ start: 0, end: 9, text, words: [] }])).toEqual([{ start: 0, end: 9, text }]);
  });
});

describe('captions of what was heard', () => {
  const rate = { numerator: 24, denominator: 1 };
  const lines = [{ start: 0, end: 1, text: 'One' }, { start: 1, end: 2.5, text: 'Two' }, { start: 3, end: 4, text: ' ' }, { start: 9, end: 10, text: 'Three' }];

  it('lie where the file lies in the film; what is left out of it is not there', () => {
    expect(captionsOfLines(lines, { at: 100, from: 24 }, rate)).toEqual([{ start: 100, end: 136, text: 'Two' }, { start: 292, end: 316, text: 'Three' }]);
    expect(captionsOfLines(lines, { at: 100, from: 36, length: 12 }, rate)).toEqual([{ start: 100, end: 112, text: 'Two' }]);
  });
});
