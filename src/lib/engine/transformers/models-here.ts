import type { ModelShelf } from '#core/domain/models/model-shelf.ts';
import { modelsFor, versionOf } from '#core/domain/models/models-for.ts';
import type { ModelId, Purpose } from '#core/schema/catalogue.ts';
import type { ModelHere } from './model-worker.ts';

/** The shelf of this browser. */
export interface BrowserShelf extends Pick<ModelShelf, 'list' | 'bytesOf'> {
  /** A whole file, with nothing of it read yet. */
  file(id: ModelId, path: string): Promise<Blob | undefined>;
}

/** The models for one purpose that can be used now; those that say no purpose, too, where they have the files for it. `isConfig` tells such a model from others with files of the same names, by its config.json. */
export async function modelsHere(shelf: BrowserShelf, purpose: Purpose, hasFiles: (paths: readonly string[]) => boolean, isConfig?: (text: string) => boolean): Promise<readonly ModelHere[]> {
  const models = await modelsFor(shelf, purpose, hasFiles);
  const here = models.map(({ id, name, files, licence, source }) => ({
    ...{ id, version: versionOf(files), name, paths: files.map(({ path }) => path), licence: licence.spdx ?? licence.name },
    ...(source && { revision: source.revision }),
    readFile: (path: string) => shelf.file(id, path),
  }));
  if (!isConfig) return here;
  const configs = await Promise.all(here.map(async ({ readFile }) => (await readFile('config.json'))?.text()));
  return here.filter((_, at) => isConfig(configs[at] ?? ''));
}
