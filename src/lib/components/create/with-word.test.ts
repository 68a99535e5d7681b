import { expect, it } from 'vitest';
import { withWord } from './with-word.ts';

it('adds a word as a person would type it', () => {
  expect(withWord('', 'ball', [])).toBe('ball');
  expect(withWord('ball ', 'red', [])).toBe('ball, red');
  expect(withWord('A ball.', 'red', [])).toBe('A ball. red');
});

it('parts two things and how they stand by no comma', () => {
  const relations = ['left of', 'under'];
  expect(withWord('ball', 'left of', relations)).toBe('ball left of');
  expect(withWord('ball left of', 'box', relations)).toBe('ball left of box');
  expect(withWord('thunder', 'box', relations)).toBe('thunder, box');
});
