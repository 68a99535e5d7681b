import { expect, it } from 'vitest';
import { saidSent } from './send-takes.ts';

it('says what was sent, and what was there already', () => {
  expect(saidSent(1, 1, 'Film')).toBe('The take is in the pool of “Film”.');
  expect(saidSent(0, 1, 'Film')).toBe('The take was in the pool of “Film” already.');
  expect(saidSent(3, 3, 'Film')).toBe('3 takes are in the pool of “Film”.');
  expect(saidSent(2, 3, 'Film')).toBe('2 takes are in the pool of “Film”; 1 was there already.');
  expect(saidSent(1, 3, 'Film')).toBe('1 take is in the pool of “Film”; 2 were there already.');
  expect(saidSent(0, 3, 'Film')).toBe('All 3 takes were in the pool of “Film” already.');
});
