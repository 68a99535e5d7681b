import type { Licence } from '../../schema/catalogue.ts';
import { FaultError } from '../../schema/fault.ts';
import type { Acceptance, KeptModel } from '../../schema/kept-model.ts';

/** The licence of what a person brings along and says nothing about. */
export const UNKNOWN_LICENCE: Licence = {
  name: 'Unknown licence',
  commercial: 'unknown',
  conditions: 'Nobody has said here what it may be used for. Read what its makers say.',
  restricted: true,
};

/** Whether a model may be used: its licence restricts nothing, or the very one that it has was accepted. */
export function mayUse({ licence, accepted }: Pick<KeptModel, 'licence' | 'accepted'>): boolean {
  if (!licence.restricted) return true;
  return accepted !== undefined && accepted.name === licence.name && accepted.text === licence.text && accepted.url === licence.url;
}

/** Throws FaultError `model-licence-not-accepted` for a model that may not be used. */
export function mustBeAllowed(model: Pick<KeptModel, 'name' | 'licence' | 'accepted'>): void {
  if (!mayUse(model)) throw new FaultError('model-licence-not-accepted', { model: model.name, ...factsOf(model.licence) });
}

/** What a fault says of a licence; nothing where nobody has said which it is. */
const factsOf = ({ name, url }: Licence) => ({ ...(name !== UNKNOWN_LICENCE.name && { licence: name }), ...(url !== undefined && { url }) });

/** What is written down when a person accepts. `at`: milliseconds since 1970. */
export function accept({ name, text, url }: Licence, at: number): Acceptance {
  return { name, ...(text !== undefined && { text }), ...(url !== undefined && { url }), at };
}

/** How a recipe names the licence that what was made with a model follows. */
export const licenceInRecipe = ({ spdx, name }: Licence): string => spdx ?? name;
