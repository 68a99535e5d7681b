import { type Licence, Purpose } from '../../schema/catalogue.ts';
import type { KeptModel } from '../../schema/kept-model.ts';
import type { ModelManifest } from '../../schema/manifest.ts';
import { UNKNOWN_LICENCE } from './licence-rule.ts';

/** Licences that ask for no more than that their text is kept. */
const FREE: readonly string[] = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'Unlicense', 'Zlib'];

/** The licence of which a model's makers give the SPDX identifier. */
export function licenceStated(spdx: string): Licence {
  const known = { name: spdx.slice(0, 120), ...(spdx.length <= 60 && { spdx }) };
  if (FREE.includes(spdx)) return { ...known, commercial: 'yes', restricted: false };
  return { ...UNKNOWN_LICENCE, ...known, conditions: 'Read what it asks for before you use the model.' };
}

/** What a manifest of Kinora's own says of its model, as a shelf keeps it. */
export function statedBy({ name, license, modes }: Pick<ModelManifest, 'name' | 'license' | 'modes'>): Pick<KeptModel, 'name' | 'licence'> & { purpose: Purpose } {
  const isVideo = modes.some((mode) => mode.endsWith('v'));
  return { name, licence: licenceStated(license.spdx), purpose: isVideo ? Purpose.enum.video : Purpose.enum.stills };
}
