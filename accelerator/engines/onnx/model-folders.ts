import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { MissingFile, ModelOffer, UnreadableModel } from '#core/schema/accelerator/offer.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import { readCard } from '#core/pipelines/read-card.ts';
import type { FolderFiles } from '#core/pipelines/runtime.ts';
import type { ModelCard } from '#core/pipelines/stills/still-model.ts';
import { isStillFolder } from '#core/pipelines/stills/read-still-model.ts';
import { isOnItsWay } from '../../models/record-beside.ts';
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
 * Looks for models in the layout of a diffusers ONNX export, with a manifest or, for stills, without. Each place is a
 * model's own folder or one that holds such folders; the first of two models with one id counts. A place that does not
 * exist holds nothing.
 */
export async function findModels(places: readonly string[]): Promise<FoundModels> {
  const models = new Map<string, FoundModel>();
  const unreadable: UnreadableModel[] = [];
  for (const folder of new Set((await Promise.all(places.map(modelFoldersIn))).flat())) {
    try {
      const files = folderFiles(folder);
      const { card, manifest } = await readCard(files);
      if (!models.has(card.id)) models.set(card.id, { folder, offer: offerOf(card, manifest ? await missingOf(folder, files, manifest) : []) });
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      unreadable.push({ folder, fault: error.fault });
    }
  }
  return { models: [...models.values()], unreadable };
}

async function modelFoldersIn(place: string): Promise<string[]> {
  const folder = path.resolve(place);
  if (await isModel(folder)) return [folder];
  const entries = await readdir(folder).catch(() => []);
  const inside = entries.sort().map((entry) => path.join(folder, entry));
  const found = await Promise.all(inside.map(async (each) => ((await isModel(each)) ? [each] : [])));
  return found.flat();
}

/** What cannot be made out is a model, too: looking at it more closely tells what is wrong. What is being fetched is none yet. */
async function isModel(folder: string): Promise<boolean> {
  const files = folderFiles(folder);
  if (await isOnItsWay(folder)) return false;
  return (await files.size('manifest.json')) !== undefined || isStillFolder(files).catch(() => true);
}

/** The files that are not there or have another length than they should. Their hashes are looked at when the model is opened. */
async function missingOf(folder: string, files: FolderFiles, { components }: ModelManifest): Promise<MissingFile[]> {
  const looked = Object.values(components).map(async ({ file, bytes }) => {
    return (await files.size(file)) === bytes ? [] : [{ file, folder }];
  });
  return (await Promise.all(looked)).flat();
}

function offerOf({ id, name, version, family, license, modes, adapters, size, frames, frameRate, defaults }: ModelCard, missing: MissingFile[]): ModelOffer {
  return { id, name, version, family, license, modes, adapters, size, frames, frameRate, defaults, missing };
}
