import { expect, it } from 'vitest';
import { BRIEF_CHARACTERS, readBrief } from './brief-reading.ts';

it('reads one word, and any text up to the limit, whole', () => {
  expect(readBrief('Shoes')).toEqual({ characters: 5, words: 1, read: 'Shoes', isCut: false });
  expect(readBrief('')).toMatchObject({ characters: 0, words: 0, isCut: false });
  expect(readBrief('  … — !')).toMatchObject({ words: 0 });
  expect(readBrief('Two gulls, one boat.')).toMatchObject({ words: 4 });
  const full = `${'sea '.repeat(BRIEF_CHARACTERS / 4 - 1)}sea.`;
  expect(readBrief(full)).toMatchObject({ characters: BRIEF_CHARACTERS, words: BRIEF_CHARACTERS / 4, read: full, isCut: false });
});

it('reads the beginning of a longer one, to the end of a word', () => {
  const long = 'lighthouse '.repeat(2_000);
  const { read, isCut, characters, words } = readBrief(long);
  expect([isCut, characters]).toEqual([true, long.length]);
  expect(read.length).toBeLessThanOrEqual(BRIEF_CHARACTERS);
  expect(read.endsWith('lighthouse')).toBe(true);
  expect(words).toBe(Math.floor(BRIEF_CHARACTERS / 'lighthouse '.length));
  expect(readBrief('x'.repeat(30_000)).read).toHaveLength(BRIEF_CHARACTERS);
});

it('counts what people see as one character once, and never parts it', () => {
  expect(readBrief('🎬🎬').characters).toBe(2);
  const { read, isCut } = readBrief('🎬'.repeat(BRIEF_CHARACTERS + 1));
  expect([...read].length).toBe(BRIEF_CHARACTERS);
  expect(isCut).toBe(true);
  expect(read).not.toMatch(/\p{Surrogate}/u);
  expect(readBrief('🎬'.repeat(BRIEF_CHARACTERS)).isCut).toBe(false);
});
