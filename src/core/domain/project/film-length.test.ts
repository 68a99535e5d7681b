import { expect, it } from 'vitest';
import { FRAME_RATES } from '../timeline/frame-rate.ts';
import { LONGEST_FILM, SHORTEST_FILM } from '../../schema/brief.ts';
import { readFilmLength, writeFilmLength } from './film-length.ts';

const AT_24 = { numerator: 24, denominator: 1 };
const read = (text: string) => {
  const length = readFilmLength(text, AT_24);
  return length.ok ? length.value : length.fault;
};

it.each([
  ['20', 480], ['20 s', 480], ['2.5 min', 3600], ['20,5 seconds', 492], ['1 min 30 s', 2160], ['1m30s', 2160], ['1:30', 2160], ['90:00', 'too-long'],
  ['0:00:20', 480], ['00:00:20:12', 492], ['00:00:20;12', 492], ['3', 72], ['1 h', 86_400], ['1:00:00', 86_400], ['60 min', 86_400],
])('reads %s', (text, frames) => expect(read(text)).toBe(frames));

it.each([
  ['2', 'too-short'], ['0', 'too-short'], ['2.9', 'too-short'], ['3601', 'too-long'], ['1:00:01', 'too-long'], ['2 h', 'too-long'], ['999999999', 'too-long'],
  ['', 'not-a-length'], ['soon', 'not-a-length'], ['-5', 'not-a-length'], ['1:99', 'not-a-length'], ['1:60:00', 'not-a-length'], ['00:00:20:24', 'not-a-length'], ['1e3', 'not-a-length'], ['20 30', 'not-a-length'], ['min', 'not-a-length'],
])('does not take %s', (text, reason) => expect(read(text)).toBe(reason));

it('writes what it reads back to the same frame, at every rate', () => {
  for (const rate of FRAME_RATES) {
    for (const seconds of [SHORTEST_FILM, 20, 20.4, 59.9, 61, 600, LONGEST_FILM]) {
      const frames = Math.round((seconds * rate.numerator) / rate.denominator);
      const text = writeFilmLength(frames, rate);
      expect(readFilmLength(text, rate), `${text} at ${rate.numerator}/${rate.denominator}`).toEqual({ ok: true, value: frames });
    }
  }
  expect([writeFilmLength(480, AT_24), writeFilmLength(492, AT_24), writeFilmLength(86_400, AT_24)]).toEqual(['0:20', '00:00:20:12', '1:00:00']);
});
