import type { Recipe } from '../../schema/recipe.ts';
import type { Style } from '../../schema/style.ts';

/**
 * A style that generates as a recipe did, with what belongs to its clip left out: its prompt, its seed, its
 * shape and its pictures.
 */
export const styleOfRecipe = ({ model, negativePrompt, loras = [], steps, guidance, scheduler }: Recipe): Pick<Style, 'model' | 'negativePrompt' | 'loras' | 'steps' | 'guidance' | 'scheduler'> => ({
  model: model.id,
  ...{ negativePrompt, loras, steps, guidance, scheduler },
});
