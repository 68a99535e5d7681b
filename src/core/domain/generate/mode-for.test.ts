import { expect, it } from 'vitest';
import { modeFor } from './mode-for.ts';

it.each([
  [{ prompt: 'a ball', first: false, last: false }, 't2v'],
  [{ prompt: 'a ball', first: false, last: false, still: true }, 't2i'],
  [{ prompt: '  ', first: true, last: false }, 'i2v'],
  [{ prompt: 'zoom in', first: true, last: false }, 'ti2v'],
  [{ prompt: '', first: true, last: true }, 'flf2v'],
  [{ prompt: 'a ball', first: false, last: true }, 'flf2v'],
])('%j is %s', (given, mode) => {
  expect(modeFor(given)).toBe(mode);
});
