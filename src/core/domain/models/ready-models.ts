import type { KeptModel } from '../../schema/kept-model.ts';
import { mayUse } from './licence-rule.ts';
import type { ModelShelf } from './model-shelf.ts';

/** The models of a shelf that may be used now: every file verified and there in its whole length, nothing found that keeps it from being used, the licence accepted where it asks for that. */
export async function readyModels(shelf: Pick<ModelShelf, 'list' | 'bytesOf'>): Promise<readonly KeptModel[]> {
  const models = await shelf.list();
  const ready = await Promise.all(models.map(async (model) => mayUse(model) && model.unfit === undefined && (await isWhole(model, shelf))));
  return models.filter((_, at) => ready[at]);
}

async function isWhole({ id, files }: KeptModel, shelf: Pick<ModelShelf, 'bytesOf'>): Promise<boolean> {
  for (const { path, bytes, sha256 } of files) {
    if (sha256 === undefined || bytes === undefined || (await shelf.bytesOf(id, path)) !== bytes) return false;
  }
  return true;
}
