import { nameFor } from '#core/domain/models/own-files.ts';
import type { NodeModels } from '../../models/node-models.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './options.ts';

/** So many letters at the start make a name one that may have been meant. */
const ALIKE = 4;

/** Refuses the name of a model that a command can do nothing with, and says which may have been meant. Throws UsageError. */
export async function mustBeKnown(command: Command, target: string, { models }: { readonly models: Pick<NodeModels, 'list' | 'catalogue'> }): Promise<void> {
  const id = nameFor(target);
  const here = (await models.list()).map(({ model }) => model.id);
  const listed = models.catalogue.map((model) => model.id);
  if (here.includes(id) || (command === 'fetch' && listed.includes(id))) return;
  if (listed.includes(id)) throw new UsageError(`${id} is not here. "fetch ${id}" brings it.`);
  const names = command === 'fetch' ? [...listed, ...here] : here;
  const near = names.filter((name) => name.includes(id) || id.includes(name) || name.slice(0, ALIKE) === id.slice(0, ALIKE));
  const all = command === 'fetch' ? '"list" names all there are.' : here.length === 0 ? 'There are no models here.' : `Here: ${here.join(', ')}.`;
  throw new UsageError(`There is no model ${id}${command === 'fetch' ? '' : ' here'}. ${near.length > 0 ? `Did you mean ${near.join(', ')}?` : all}`);
}
