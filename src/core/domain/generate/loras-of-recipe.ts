import type { LoraUse } from '../../schema/lora-use.ts';
import type { Recipe } from '../../schema/recipe.ts';

/**
 * The LoRAs of a take, to be asked for once more. A recipe says of its model once whose layers they were merged
 * into; a request says it of each, or they are left out.
 */
export const lorasOfRecipe = ({ model, loras }: Pick<Recipe, 'model' | 'loras'>): LoraUse[] | undefined => loras?.map((lora) => ({ base: model.id, ...lora }));
