import { expect, it } from 'vitest';
import { isMadeFor } from '#core/domain/generate/clip-adapters.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { someTake } from '../../../../tests/contract/samples.ts';
import { fieldsOfTake } from './take-fields.ts';

const { recipe } = someTake();
const quick = someTake({ recipe: { ...recipe, loras: [{ asset: Sha256.parse('a'.repeat(64)), name: 'Quick', weight: 1 }] } });

it('keeps the LoRAs of a take for the model that they were merged into, which takes no others', () => {
  const { loras = [] } = fieldsOfTake(quick, false);
  expect(loras).toHaveLength(1);
  expect(isMadeFor(loras[0]!, { id: recipe.model.id, adapters: { loras: true, references: 0, layers: {} } as never })).toBe(true);
  expect(fieldsOfTake(someTake(), false).loras).toBeUndefined();
});

it('has a new seed to vary a take, and its own to make it again', () => {
  expect(fieldsOfTake(quick, true)).toMatchObject({ seed: recipe.seed, seedLocked: true, takes: 1 });
  expect(fieldsOfTake(quick, false)).toMatchObject({ seedLocked: false });
  expect(fieldsOfTake(quick, false).seed).not.toBe(recipe.seed);
});
