import { isUsed } from '#core/domain/models/model-uses.ts';
import type { CatalogueModel } from '#core/schema/catalogue.ts';

/** What of this version works with a model that lies on the accelerator's shelf, where that is not the accelerator itself. */
export function usedElsewhere(model: CatalogueModel): string | undefined {
  if (isUsed(model, 'accelerator')) return undefined;
  return model.runs.includes('browser') && isUsed(model, 'browser') ? 'used by browsers, which take it from here' : 'nothing uses it yet';
}
