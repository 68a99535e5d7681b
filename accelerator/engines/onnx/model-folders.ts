import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { MissingFile, ModelOffer, UnreadableModel } from '#core/schema/accelerator/offer.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import { readManifest } from '#core/pipelines/model-folder.ts';
import { folderFiles } from './folder-files.ts';

/** A model that lies in a folder here. */
export interface FoundModel {
  readonly folder: string;
  readonly offer: ModelOffer;
}

/** What lies in the folders that were looked into. */
export interface FoundModels {
  readonly models: readonly FoundModel[];
  readonly unreadable: readonly UnreadableModel[];
}

/**
 * Looks for models in the layout of a diffusers ONNX export with a manifest. Each place is a model's own folder or
 * one that holds such folders; the first of two models with one id counts. A place that does not exist holds nothing.
 */
export async function findModels(places: readonly string[]): Promise<FoundModels> {
  const models = new Map<string, FoundModel>();
  const unreadable: UnreadableModel[] = [];
  for (const folder of new Set((await Promise.all(places.map(modelFoldersIn))).flat())) {
    try {
      const manifest = await readManifest(folderFiles(folder));
      if (!models.has(manifest.id)) models.set(manifest.id, { folder, offer: offerOf(manifest, await missingOf(folder, manifest)) });
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      unreadable.push({ folder, fault: error.fault });
    }
  }
  return { models: [...models.values()], unreadable };
}

async function modelFoldersIn(place: string): Promise<string[]> {
  const folder = path.resolve(place);
  if (await hasManifest(folder)) return [folder];
  const entries = await readdir(folder).catch(() => []);
  const inside = entries.sort().map((entry) => path.join(folder, entry));
  const found = await Promise.all(inside.map(async (each) => ((await hasManifest(each)) ? [each] : [])));
  return found.flat();
}

const hasManifest = (folder: string): Promise<boolean> =>
  stat(path.join(folder, 'manifest.json')).then(
    (entry) => entry.isFile(),
    () => false,
  );

/** The files that are not there or have another length than they should. Their hashes are looked at when the model is opened. */
async function missingOf(folder: string, { components }: ModelManifest): Promise<MissingFile[]> {
  const looked = Object.values(components).map(async ({ file, bytes }) => {
    const found = await stat(path.join(folder, file)).catch(() => undefined);
    return found?.isFile() && found.size === bytes ? [] : [{ file, folder }];
  });
  return (await Promise.all(looked)).flat();
}

function offerOf({ id, name, version, family, license, modes, adapters, size, frames, frameRate, defaults }: ModelManifest, missing: MissingFile[]): ModelOffer {
  return { id, name, version, family, license, modes, adapters, size, frames, frameRate, defaults, missing };
}
