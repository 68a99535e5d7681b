import { expect, it } from 'vitest';
import { plainWord } from './plain-word.ts';

it('says a value as plainly as the model allows', () => {
  expect(plainWord('ball', ['balls', 'ball', 'orb'])).toBe('ball');
  expect(plainWord('pan_left', ['camera looks left', 'pan left'])).toBe('pan left');
  expect(plainWord('left', ['cruise', 'drifting left', 'go left'])).toBe('go left');
  expect(plainWord('up', ['ascending', 'rise', 'uphill'])).toBe('rise');
  expect(plainWord('odd_value', [])).toBe('odd value');
});
