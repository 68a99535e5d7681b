import { expect, it } from 'vitest';
import { unreadableTimes } from './lyric-times.ts';

it('names the lines that begin with a time that cannot be read', () => {
  const lyrics = ['[00:12.50] Over the sea', '[1:75] home again', 'no time', '[Chorus]', '[00:12][00:99.1] twice', '[12.5] seconds', '[0:01:02:03] four parts', '[00:10][00:20] both fine', 'in 1999 [1:75] within', '[2 hearts]'];
  expect(unreadableTimes(lyrics.join('\n'))).toEqual([2, 5, 6, 7]);
  expect(unreadableTimes('')).toEqual([]);
  expect(unreadableTimes(lyrics.join('\r\n'))).toEqual([2, 5, 6, 7]);
});
