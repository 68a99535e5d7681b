import { expect, it } from 'vitest';
import { readBrief } from '#core/domain/project/brief-reading.ts';
import { saidLengthRefusal, saidReading, saidTimes, saidUse } from './brief-words.ts';

it('says how much is written, and plainly what is used', () => {
  expect(saidReading(readBrief('One'))).toBe('1 word · 3 of 20,000 characters');
  expect(saidUse(readBrief(''))).toMatch(/^One word is enough/);
  expect(saidUse(readBrief('Two gulls'))).toBeUndefined();
  const long = readBrief('boat '.repeat(5_000));
  expect(saidReading(long)).toBe('4,000 words · 25,000 of 20,000 characters');
  expect(saidUse(long)).toBe('Stories are written from the first 20,000 characters. The rest is kept here and not read.');
});

it('says why a length is none and which one stands, and which times are none', () => {
  expect(saidLengthRefusal('too-short', '0:20')).toBe('A film has 3 seconds or more. The length is still 0:20.');
  expect(saidLengthRefusal('not-a-length', undefined)).toMatch(/No length is set so far\.$/);
  expect(saidTimes([2])).toMatch(/^The time in line 2 cannot be read and is shown/);
  expect(saidTimes([1, 2, 3, 4, 5, 6])).toMatch(/^The times in lines 1, 2, 3, 4, 5 and others cannot be read and are/);
});
