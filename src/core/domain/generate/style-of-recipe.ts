import type { Recipe } from '../../schema/recipe.ts';
import type { Style } from '../../schema/style.ts';
import { lorasOfRecipe } from './loras-of-recipe.ts';

/**
 * A style that generates as a recipe did, with what belongs to its clip left out: its prompt, its seed, its
 * shape and its pictures.
 */
export function styleOfRecipe(recipe: Recipe): Pick<Style, 'model' | 'negativePrompt' | 'loras' | 'steps' | 'guidance' | 'scheduler'> {
  const { model, negativePrompt, steps, guidance, scheduler } = recipe;
  return { model: model.id, loras: lorasOfRecipe(recipe) ?? [], ...{ negativePrompt, steps, guidance, scheduler } };
}
