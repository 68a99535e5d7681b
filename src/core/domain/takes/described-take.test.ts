import { expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import { poolItemOfTake } from '../pool/pool-item-of-take.ts';
import { describedBy } from './described-take.ts';
import { foldedTake, hasWords } from './take-search.ts';

it('gives way to what a person has written, and not to what another model has said', () => {
  const said = { text: 'A boat on the sea.', model: 'Eye' };
  const own = someTake({ description: { text: 'My aunt’s boat.' } });
  expect(describedBy(own, said)).toBe(own);
  expect(describedBy(someTake({ description: { text: 'Fog.', model: 'Other' } }), said).description).toEqual(said);
  expect(describedBy(someTake(), said).description).toEqual(said);
});

it('is searched, and goes into a pool with the take', () => {
  const take = someTake({ description: { text: 'A Lantern in fog.', model: 'Eye' } });
  expect(hasWords(foldedTake(take), ['lantern'])).toBe(true);
  expect(poolItemOfTake(take)).toMatchObject({ description: 'A Lantern in fog.', describedBy: 'Eye' });
  expect(poolItemOfTake(someTake({ description: { text: 'Mine.' } }))).not.toHaveProperty('describedBy');
});
