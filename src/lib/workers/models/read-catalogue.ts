import { CatalogueModel } from '#core/schema/catalogue.ts';

const FILES = import.meta.glob<object>('../../../../models/catalogue/*.json', { eager: true, import: 'default' });

/** The models that can be fetched, by name. A broken file is a mistake of ours. */
export const readCatalogue = (): readonly CatalogueModel[] =>
  Object.keys(FILES)
    .sort()
    .map((name) => CatalogueModel.parse(FILES[name]));
