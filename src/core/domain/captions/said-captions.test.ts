import fc from 'fast-check';
import { expect, it } from 'vitest';
import { saidCaptions } from './said-captions.ts';

it('gives each line its share of the time, and none a share of nothing', () => {
  expect(saidCaptions(['Yes.', 'That is a longer one.'], { start: 10, end: 60 })).toEqual([{ start: 10, end: 19, text: 'Yes.' }, { start: 19, end: 60, text: 'That is a longer one.' }]);
  expect(saidCaptions([' ', ''], { start: 0, end: 24 })).toEqual([]);
  expect(saidCaptions(['one', 'two', 'three'], { start: 5, end: 7 })).toEqual([{ start: 5, end: 7, text: 'one two three' }]);
});

it('breaks what is too long to be read at once between words, and loses none', () => {
  const long = 'word '.repeat(60).trim();
  const captions = saidCaptions([long], { start: 0, end: 240 });
  expect(captions.length).toBeGreaterThan(3);
  expect(Math.max(...captions.map(({ text }) => text.length))).toBeLessThanOrEqual(84);
  expect(Math.min(...captions.map(({ text }) => text.length))).toBeGreaterThan(20);
  fc.assert(
    fc.property(fc.array(fc.string()), fc.nat(500), (lines, length) => {
      const made = saidCaptions(lines, { start: 7, end: 7 + length });
      const words = lines.join(' ').split(/\s+/).filter(Boolean);
      if (length > 0) expect(made.flatMap(({ text }) => text.split(' '))).toEqual(words);
      made.forEach(({ start, end }, i) => expect(start >= (made[i - 1]?.end ?? 7) && end > start && end <= 7 + length).toBe(true));
    }),
  );
});
