import type { ModelShelf } from '#core/domain/models/model-shelf.ts';
import { readyModels } from '#core/domain/models/ready-models.ts';
import type { ModelId, Purpose } from '#core/schema/catalogue.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';
import type { ModelHere } from './model-worker.ts';

/** The shelf of this browser. */
export interface BrowserShelf extends Pick<ModelShelf, 'list' | 'bytesOf'> {
  /** A whole file, with nothing of it read yet. */
  file(id: ModelId, path: string): Promise<Blob | undefined>;
}

/** Their hashes, as far as they tell them apart. */
const versionOf = (files: KeptModel['files']): string => files.map(({ sha256 }) => sha256?.slice(0, 8)).join('');

/** The models for one purpose that can be used now; those that say no purpose, too, where they have the files for it. */
export async function modelsHere(shelf: BrowserShelf, purpose: Purpose, hasFiles: (paths: readonly string[]) => boolean): Promise<readonly ModelHere[]> {
  const ready = await readyModels(shelf);
  return ready
    .map(({ id, name, purpose: of, files, licence, source }) => ({
      of,
      model: { id, version: versionOf(files), name, paths: files.map(({ path }) => path), licence: licence.spdx ?? licence.name, ...(source && { revision: source.revision }), readFile: (path: string) => shelf.file(id, path) },
    }))
    .filter(({ of, model }) => (of ?? purpose) === purpose && hasFiles(model.paths))
    .map(({ model }) => model);
}
