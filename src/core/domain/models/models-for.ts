import type { Purpose } from '../../schema/catalogue.ts';
import type { KeptModel } from '../../schema/kept-model.ts';
import { readyModels } from './ready-models.ts';
import type { ModelShelf } from './model-shelf.ts';

/** The models of a shelf for one purpose that can be used now; those that say no purpose, too, where they have the files for it. */
export async function modelsFor(shelf: Pick<ModelShelf, 'list' | 'bytesOf'>, purpose: Purpose, hasFiles: (paths: readonly string[]) => boolean): Promise<readonly KeptModel[]> {
  const ready = await readyModels(shelf);
  return ready.filter((model) => (model.purpose ?? purpose) === purpose && hasFiles(model.files.map(({ path }) => path)));
}

/** What tells the files of a model apart from other ones under its name: their hashes, as far as that takes. */
export const versionOf = (files: KeptModel['files']): string => files.map(({ sha256 }) => sha256?.slice(0, 8)).join('');
