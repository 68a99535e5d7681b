import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_RATES } from '../timeline/frame-rate.ts';
import { readCaptions } from './caption-file.ts';
import { writeCaptions } from './write-captions.ts';

const FILM = { numerator: 25, denominator: 1 };
const read = (text: string) => {
  const found = readCaptions(text, FILM);
  if (!found) throw new Error('no captions');
  return { ...found, shown: found.captions.map(({ start, end, text: words }) => `${start}-${end} ${words}`), lines: found.problems.map(({ line, sentence }) => `${line}: ${sentence}`) };
};

describe('LRC', () => {
  it('gives each line the time up to the next, with several times, pauses and an offset', () => {
    const { format, shown, lines } = read('\uFEFF[ar: Somebody]\r\n[00:01.00][00:09.00]Ahoy\r\n[00:03.5]<00:03.50> out <00:04.00> we go\r\n[00:05.00]\r\n[offset:+1000]\r\n');
    expect(format).toBe('lrc');
    expect(shown).toEqual(['0-63 Ahoy', '63-100 out we go', '200-325 Ahoy']);
    expect(lines).toEqual([]);
  });

  it('says which lines have wrong times, and keeps the rest', () => {
    const { shown, lines } = read('[00:01.00]One\n[00:99.00]Two\nThree\n\n[00:04.00]Four');
    expect(shown).toEqual(['25-100 One', '100-225 Four']);
    expect(lines).toEqual(['2: “00:99.00” is no time. Times are written [01:23.45].', '3: “Three” has no time before it, so it was left out.']);
  });
});

describe('SRT', () => {
  it('reads numbers, two lines, marks and times with commas or points', () => {
    const { format, shown, lines } = read('1\n00:00:01,000 --> 00:00:02,500\n<i>Two</i>\nlines\n\n2\n00:00:03.000 --> 00:00:04.000\n{\\an8}Above\n3\n00:01:00,000 --> 01:00:00,000\nLong');
    expect(format).toBe('srt');
    expect(shown).toEqual(['25-63 Two\nlines', '75-100 Above', '1500-90000 Long']);
    expect(lines).toEqual([]);
  });

  it.each(['->', '–>', '—>', '→'])('takes the arrow as %s, which hands and word processors make of it', (arrow) => {
    expect(read(`1\n00:00:01,000 --> 00:00:02,000\nRight\n\n2\n00:00:03,000 ${arrow} 00:00:04,000\nAs meant\n`).shown).toEqual(['25-50 Right', '75-100 As meant']);
  });

  it('says which captions have wrong times or no words, and keeps the rest', () => {
    const { shown, lines } = read('1\n00:00:05,000 --> 00:00:02,000\nBackwards\n\n2\n00:61:00,000 --> 00:00:02,000\nNever\n\n3\n--> \nNothing\n\n4\n00:00:01,000 --> 00:00:02,000\n\n5\n00:00:06,000 --> 00:00:07,000\nGood');
    expect(shown).toEqual(['150-175 Good']);
    expect(lines).toEqual([
      '2: It ends at 00:00:02,000, which is not after its start at 00:00:05,000, so it was left out.',
      '6: “00:61:00,000” is no time. Times are written 00:01:23,450.',
      '10: “-->” is no time. Times are written 00:01:23,450.',
      '14: It has no words, so it was left out.',
    ]);
  });
});

it('reads WebVTT with notes, names, settings and entities', () => {
  const { format, shown } = read('WEBVTT - a song\n\nNOTE nothing\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Ann>Salt &amp; water</v>\n');
  expect([format, ...shown]).toEqual(['vtt', '25-50 Salt & water']);
});

it('knows what is none of them', () => {
  for (const text of ['', 'These are words.', '[Chorus]\nAhoy', '{"captions": []}']) expect(readCaptions(text, FILM)).toBeUndefined();
});

const captions = fc
  .array(fc.record({ start: fc.nat(100_000), length: fc.integer({ min: 1, max: 500 }), text: fc.stringMatching(/^[A-Za-zåß&<>'!?0-9][ A-Za-zåß&<>'!?0-9]{0,20}[a-z]$/) }), { maxLength: 20 })
  .map((all) => {
    let at = 0;
    return all.map(({ start, length, text }) => {
      const from = at + (start % 1_000);
      at = from + length;
      return { start: from, end: at, text: text.replaceAll(/\s+/g, ' ') };
    });
  })
  .filter((all) => all.length > 0);

it('gives back what it wrote, to the frame, at every rate', () => {
  fc.assert(
    fc.property(captions, fc.constantFrom(...FRAME_RATES), fc.constantFrom('srt' as const, 'vtt' as const, 'lrc' as const), (all, rate, format) => {
      // Marks in angles are no words in SubRip and LRC.
      const words = format === 'vtt' ? all : all.map((one) => ({ ...one, text: one.text.replaceAll(/[<>]/g, 'x') }));
      expect(readCaptions(writeCaptions(words, rate, format), rate)).toEqual({ format, captions: words, problems: [] });
    }),
    { numRuns: 200 },
  );
});
