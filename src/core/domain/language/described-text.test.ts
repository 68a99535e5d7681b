import { expect, it } from 'vitest';
import { DESCRIPTION_LENGTH, describedText } from './described-text.ts';

it('is one line of what can be read out', () => {
  expect(describedText(' A boat\n on the\u0007 sea.</s><pad> ')).toBe('A boat on the sea.');
  expect(describedText('a\u202Eb < c > d')).toBe('a b < c > d');
  expect(describedText('</s>\n')).toBe('');
});

it('ends at a word where it has no end, and never within a sign', () => {
  const long = describedText('sea '.repeat(1_000));
  expect([long.length <= DESCRIPTION_LENGTH, long.endsWith('sea…')]).toEqual([true, true]);
  const signs = describedText('🌊'.repeat(1_000));
  expect([[...signs].every((sign) => sign === '🌊' || sign === '…'), signs.length <= DESCRIPTION_LENGTH]).toEqual([true, true]);
});
