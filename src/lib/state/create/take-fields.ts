import { lorasOfRecipe } from '#core/domain/generate/loras-of-recipe.ts';
import type { Take } from '#core/schema/take.ts';
import type { Draft } from '#lib/storage/records.ts';
import { randomSeed } from './form-fields.svelte.ts';

/** What the Create form holds of a take: its recipe, to vary it with a new seed, to make it `again` with its own. A still leaves the frames as they are. */
export function fieldsOfTake({ id, recipe }: Take, again: boolean): Partial<Draft> {
  const { mode, inputs, prompt, negativePrompt, width, height, frames, frameRate, steps, guidance, scheduler } = recipe;
  const still = mode === 't2i';
  return {
    ...{ prompt, negativePrompt, width, height, frameRate, steps, guidance, scheduler },
    loras: lorasOfRecipe(recipe),
    from: inputs.last ? 'between' : inputs.first ? 'picture' : 'words',
    kind: still ? 'still' : 'video',
    ...(!still && { frames }),
    ...(again ? { seed: recipe.seed, seedLocked: true, takes: 1 } : { seed: randomSeed(), seedLocked: false }),
    variedFrom: id,
    references: inputs.references,
  };
}
