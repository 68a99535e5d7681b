import { describe, expect, it } from 'vitest';
import { type HeardTokens, readHeardTokens } from './heard-tokens.ts';

const WORDS = ['<|end|>', ' light', ' out', ',', ' sea', 'side', '\uFFFD', '\uFFFD'];
const FIRST = 100;
const time = (seconds: number) => FIRST + seconds * 50;
const decode = (ids: readonly number[]) => (ids.join() === '6,7' ? ' é' : ids.map((id) => WORDS[id]).join(''));
const read = (ids: readonly number[], changes: Partial<HeardTokens> = {}) => readHeardTokens({ ids, times: undefined, firstTime: FIRST, firstSign: 90, step: 0.02, length: 30, decode, ...changes });
const said = (ids: readonly number[], changes?: Partial<HeardTokens>) => read(ids, changes).segments.map(({ start, text, end }) => [start, text, end]);

describe('the tokens of a window', () => {
  it('are breaths between two times, and the next window begins at its end where the last one is whole', () => {
    const ids = [time(0), 1, 2, time(2), time(2), 4, time(5)];
    expect(said(ids)).toEqual([[0, 'light out', 2], [2, 'sea', 5]]);
    expect(read(ids).next).toBe(30);
  });

  it('leave out what was cut off: it is heard again from where the last whole breath ends', () => {
    expect(said([time(0), 1, time(2), time(3), 4, 5])).toEqual([[0, 'light', 2]]);
    expect(read([time(0), 1, time(2), time(3), 4, 5]).next).toBe(2);
    expect(read([time(0), 1, time(4), time(4)]).next).toBe(4);
  });

  it('are one breath to the end where no time ends it, or none is there', () => {
    expect(said([time(1), 1, 2], { length: 10 })).toEqual([[1, 'light out', 10]]);
    expect(said([1, 2], { length: 10 })).toEqual([[0, 'light out', 10]]);
  });

  it('always go on: a breath that ends where it began is none, and the next window is later', () => {
    const { segments, next } = read([time(0), 1, time(0), time(0)]);
    expect([segments, next]).toEqual([[], 1]);
    expect(read([])).toEqual({ segments: [], next: 30 });
  });

  it('tell when each word was said, with signs and endings as part of it, within the breath', () => {
    const times = [0, 0.1, 0.9, 1, 1.2, 1.5, 9];
    const [breath] = read([time(0), 1, 2, 3, 4, 5, time(2)], { times }).segments;
    expect(breath!.words).toEqual([
      { text: ' light', start: 0.1, end: 0.9 }, { text: ' out,', start: 0.9, end: 1.2 }, { text: ' seaside', start: 1.2, end: 2 },
    ]);
  });

  it('put letters of several tokens together, and bear times that are no numbers', () => {
    const [breath] = read([time(0), 1, 6, 7, time(2)], { times: [0, Number.NaN, 1, 1.1, 2] }).segments;
    expect(breath!.words).toEqual([{ text: ' light', start: 0, end: 1 }, { text: ' é', start: 1, end: 2 }]);
  });

  it('hold no signs of the model', () => {
    expect(said([time(0), 1, 95, 2, time(2)])).toEqual([[0, 'light out', 2]]);
  });
});
