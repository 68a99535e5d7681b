import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { Recipe } from '../schema/recipe.ts';

/** The recipe that Kinora wrote into a film, or nothing where there is none that can be read. */
export async function readRecipe(film: Uint8Array): Promise<Recipe | undefined> {
  const input = new Input({ source: new BufferSource(film), formats: ALL_FORMATS });
  try {
    if (!(await input.canRead())) return undefined;
    const { comment } = await input.getMetadataTags();
    return comment === undefined ? undefined : parse(comment);
  } finally {
    input.dispose();
  }
}

function parse(text: string): Recipe | undefined {
  try {
    return Recipe.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
