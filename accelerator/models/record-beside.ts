import { readFile } from 'node:fs/promises';
import { commitOf } from '#core/domain/models/compare-models.ts';
import { licenceInRecipe, mustBeAllowed } from '#core/domain/models/licence-rule.ts';
import { KeptModel } from '#core/schema/kept-model.ts';

/** What is known of a model on a shelf lies beside its folder, under the folder's name and this. */
export const RECORD = '.model.json';

/** The folder among those of the models where newer versions lie that are not whole yet. */
export const NEXT = '.next';

/**
 * What a shelf has written down of a model in a folder; undefined where the folder is on none. Throws FaultError
 * `model-licence-not-accepted` for one that nobody may use yet.
 */
export async function recordBeside(folder: string): Promise<{ readonly name: string; readonly licence: string; readonly revision: string | undefined } | undefined> {
  const model = await readRecord(folder);
  if (!model) return undefined;
  mustBeAllowed(model);
  return { name: model.name, licence: licenceInRecipe(model.licence), revision: commitOf(model)?.slice(0, 12) };
}

/** Whether a shelf is still fetching the model of a folder: what is there of it is no model yet. */
export async function isOnItsWay(folder: string): Promise<boolean> {
  const model = await readRecord(folder);
  return model !== undefined && model.files.some(({ sha256 }) => sha256 === undefined);
}

async function readRecord(folder: string): Promise<KeptModel | undefined> {
  const text = await readFile(folder + RECORD, 'utf8').catch(() => undefined);
  return KeptModel.safeParse(text === undefined ? undefined : parsed(text)).data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
