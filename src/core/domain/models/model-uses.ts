import type { CatalogueModel, Purpose } from '../../schema/catalogue.ts';
import { hasCaptionGraphs } from '../language/caption-files.ts';
import type { ModelGroup, ModelLine } from './model-lines.ts';
import type { ModelPlace } from './model-place.ts';

/** Purposes that a step of the studio has a use for by itself, where the model lies. */
const USED: Readonly<Record<ModelPlace['where'], ReadonlySet<Purpose>>> = {
  browser: new Set<Purpose>(['stills', 'language', 'captions', 'search', 'speech', 'voice', 'depth', 'cut-outs']),
  accelerator: new Set<Purpose>(['language', 'captions', 'search', 'speech', 'voice', 'depth', 'cut-outs']),
};

/** Whether something of this version works with a model where it would lie: a step of the studio, or an engine of the accelerator. */
export const isUsed = ({ purpose, engines, files, variants }: CatalogueModel, where: ModelPlace['where']): boolean =>
  (USED[where].has(purpose) && isOfKnownLayout({ purpose, files, variants })) || (where === 'accelerator' && engines.length > 0);

/** Of the models that describe pictures, two layouts are known. */
const isOfKnownLayout = ({ purpose, files, variants }: Pick<CatalogueModel, 'purpose' | 'files' | 'variants'>): boolean =>
  purpose !== 'captions' || variants.some((variant) => hasCaptionGraphs([...files, ...variant.files].map(({ path }) => path)));

/** The groups as far as they are there or of use, and what is left of them. */
export function byUse(groups: readonly ModelGroup[], where: ModelPlace['where']): { readonly useful: readonly ModelGroup[]; readonly later: readonly ModelGroup[] } {
  const counts = ({ entry, state }: ModelLine) => state !== 'absent' || !entry || isUsed(entry, where);
  const those = (keep: (line: ModelLine) => boolean) => groups.map((group) => ({ ...group, lines: group.lines.filter(keep) })).filter(({ lines }) => lines.length > 0);
  return { useful: those(counts), later: those((line) => !counts(line)) };
}
