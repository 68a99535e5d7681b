import type { ModelId } from '#core/schema/catalogue.ts';
import type { ModelUpdate } from '#core/schema/model-update.ts';
import type { NodeModels } from '../../models/node-models.ts';

/** The models here that have a newer version, and what it would change. Throws FaultError where the hub cannot be asked. */
export async function newerVersions({ models, signal }: { readonly models: NodeModels; readonly signal: AbortSignal }): Promise<readonly { readonly id: ModelId; readonly update: ModelUpdate }[]> {
  const found = [];
  for (const { model } of await models.list()) {
    const update = await models.updates.look(model.id, signal);
    if (update) found.push({ id: model.id, update });
  }
  return found;
}

/** What a newer version would change, in a line. */
export function updateLine({ from, to, changed, gone, bytes, licence, isOtherLicence }: ModelUpdate): string {
  const files = changed === 0 ? 'no file differs' : `${changed} ${changed === 1 ? 'file differs' : 'files differ'}, ${size(bytes)} to fetch`;
  const versions = from === undefined ? to.slice(0, 12) : `${from.slice(0, 12)} → ${to.slice(0, 12)}`;
  return [`${versions}: ${files}`, ...(gone > 0 ? [`${gone} ${gone === 1 ? 'file goes' : 'files go'}`] : []), isOtherLicence ? `its licence is now ${licence.name}` : 'the same licence'].join('; ');
}

/** Bytes in words, decimal as disks count them. */
export const size = (bytes: number): string => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`);
