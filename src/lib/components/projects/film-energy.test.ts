import { expect, it } from 'vitest';
import { saidFilmEnergy } from './film-energy.ts';

it('says the energy that was measured, what it cost, and of how many takes it is known', () => {
  const [free, priced] = [{ powerPrice: 0, currency: '' }, { powerPrice: 0.4, currency: '€' }];
  const cost = { takes: 3, ms: 1_000, energy: { wattHours: 12, takes: 3 } };
  expect(saidFilmEnergy({ ...cost, energy: undefined }, priced)).toBe('not measured');
  expect([saidFilmEnergy(cost, free), saidFilmEnergy(cost, priced)]).toEqual(['12 Wh', '12 Wh · 0.005 €']);
  expect(saidFilmEnergy({ ...cost, energy: { wattHours: 0, takes: 1 } }, free)).toBe('0.00 Wh · 1 of 3 takes');
});
