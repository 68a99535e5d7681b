import { expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import { Sha256 } from '../../schema/ids.ts';
import { isMadeFor } from './clip-adapters.ts';
import { styleOfRecipe } from './style-of-recipe.ts';

const { recipe } = someTake();

it('generates as the take did, with its LoRAs, for the model whose layers they have', () => {
  const { loras, ...style } = styleOfRecipe({ ...recipe, loras: [{ asset: Sha256.parse('a'.repeat(64)), name: 'Riso', weight: 0.5 }] });
  expect(style).toEqual({ model: recipe.model.id, negativePrompt: recipe.negativePrompt, steps: recipe.steps, guidance: recipe.guidance, scheduler: recipe.scheduler });
  expect(loras.map((lora) => isMadeFor(lora, { id: recipe.model.id, adapters: { loras: true, references: 0, layers: {} } as never }))).toEqual([true]);
  expect(styleOfRecipe(recipe).loras).toEqual([]);
});
