import { expect, it } from 'vitest';
import { quotedName, saidName, shortName } from './said-name.ts';

it('shortens a name of 10,000 characters to one line, and parts none of them', () => {
  expect(shortName('Sea')).toBe('Sea');
  expect(shortName('🎬'.repeat(5_000))).toBe(`${'🎬'.repeat(30)}…`);
  expect(shortName(`x${'🎬'.repeat(5_000)}`)).not.toMatch(/\p{Surrogate}/u);
  expect(shortName(' Sea\n\tand  sky ')).toBe('Sea and sky');
  expect(shortName(`Sea${' '.repeat(10_000)}sky`)).toBe('Sea…');
});

it('keeps a name that is written from right to left from turning the sentence around it', () => {
  expect(saidName('Sea')).toBe('Sea');
  expect(quotedName('مشهد البحر')).toBe('“\u2068مشهد البحر\u2069”');
  // An override without an end, and an end that would close the isolate.
  expect(`${quotedName('\u202Eסוף\u2069\u202E')} is in the bin.`).toBe('“\u2068סוף\u2069” is in the bin.');
  expect(quotedName('a\u202Eb')).toBe('“ab”');
});
