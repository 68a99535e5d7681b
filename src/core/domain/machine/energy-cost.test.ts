import { expect, it } from 'vitest';
import { saidCost, saidEnergy } from './energy-cost.ts';

it('says energy in fitting figures', () => {
  expect([0.042, 0.8, 9.96, 12.4, 1234].map(saidEnergy)).toEqual(['0.04 Wh', '0.8 Wh', '10 Wh', '12 Wh', '1.2 kWh']);
});

it('says what it costs only where a price was said', () => {
  expect(saidCost(100, 0, '€')).toBeUndefined();
  expect(saidCost(100, 0.3, '€')).toBe('0.030 €');
  expect(saidCost(10_000, 0.3, '')).toBe('3.00');
  expect(saidCost(1, 0.3, '€')).toBe('less than 0.001 €');
});
