import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { Recipe } from '../schema/recipe.ts';
import { gifComment } from './gif-comment.ts';
import { pngComment } from './png-comment.ts';

/** The recipe that Kinora wrote into a film, a PNG or a GIF, or nothing where there is none that can be read. */
export async function readRecipe(file: Uint8Array): Promise<Recipe | undefined> {
  const comment = pngComment(file) ?? gifComment(file) ?? (await filmComment(file));
  return comment === undefined ? undefined : parse(comment);
}

async function filmComment(film: Uint8Array): Promise<string | undefined> {
  const input = new Input({ source: new BufferSource(film), formats: ALL_FORMATS });
  try {
    return (await input.canRead()) ? (await input.getMetadataTags()).comment : undefined;
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
