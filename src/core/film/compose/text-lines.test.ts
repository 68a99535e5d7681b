import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balancedLines, breakLines } from './text-lines.ts';

const measure = (text: string) => [...text].length;

describe('breakLines', () => {
  it('keeps every letter in order, and no line wider than the room', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.integer({ min: 1, max: 30 }), (text, room) => {
        // A letter of several parts may itself be wider than the room.
        const width = (line: string) => Math.min(1, measure(line)) + Math.max(0, measure(line) - 1);
        const lines = breakLines(text, room, width, Infinity);
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(room);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });

  it('breaks between words, keeps own breaks, and says by an ellipsis that there was more', () => {
    expect(breakLines('The harbour at dawn\nA film', 11, measure, 5)).toEqual(['The harbour', 'at dawn', 'A film']);
    expect(breakLines('The harbour at dawn', 11, measure, 1)).toEqual(['The harbou…']);
    expect(breakLines('海辺の朝の光', 3, measure, 5)).toEqual(['海辺の', '朝の光']);
  });
});

describe('balancedLines', () => {
  const wide = (text: string) => text.length;

  it('makes lines about as long as one another, and no more of them', () => {
    expect(balancedLines('the long and winding night of the very last ferry home', 40, wide, 4)).toEqual(['the long and winding night', 'of the very last ferry home']);
    expect(balancedLines('one two', 40, wide, 4)).toEqual(['one two']);
    expect(balancedLines('a  b', 1, wide, 4)).toEqual(['a', 'b']);
  });

  it('leaves a person’s own line breaks, broken words and what is cut off as they are', () => {
    for (const [text, room, most] of [['and then a long line\nb', 12, 4], ['Donaudampfschifffahrt is long', 10, 4], ['one two three four five six', 9, 2]] as const) {
      expect(balancedLines(text, room, wide, most)).toEqual(breakLines(text, room, wide, most));
    }
  });
});
