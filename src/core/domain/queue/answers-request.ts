import type { Sha256 } from '../../schema/ids.ts';
import type { Recipe } from '../../schema/recipe.ts';
import type { StoredRequest } from '../../schema/stored-request.ts';
import { canonicalJson } from '../takes/recipe-hash.ts';

/** A model of one version: another version draws something else. */
export interface ExactModel {
  readonly id: string;
  readonly version: string;
}

/** A request with the pictures by their files' hashes. */
export type AskedFor = Omit<StoredRequest, 'first' | 'last' | 'model'> & { readonly first?: Sha256 | undefined; readonly last?: Sha256 | undefined };

/**
 * Whether a recipe is what a request asks a model for, so that its take is the answer. What a model cannot take (LoRAs,
 * reference pictures) is missing in its recipes and does not count.
 */
export function answersRequest(recipe: Recipe, request: AskedFor, model: ExactModel): boolean {
  const { inputs, loras } = recipe;
  if (recipe.seed !== request.seed || recipe.model.id !== model.id || recipe.model.version !== model.version) return false;
  const asked = canonicalJson(partsOf({ ...request, loras: loras && request.loras, references: inputs.references && request.references }));
  return asked === canonicalJson(partsOf({ ...recipe, ...inputs, loras }));
}

function partsOf({ mode, prompt, negativePrompt, seed, width, height, frames, frameRate, steps, guidance, scheduler, first, last, loras, references }: AskedFor) {
  return { mode, prompt, negativePrompt, seed, width, height, frames, frameRate, steps, guidance, scheduler, first, last, loras, references };
}
