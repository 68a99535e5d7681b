import { readdirSync, readFileSync } from 'node:fs';
import { CatalogueModel } from '#core/schema/catalogue.ts';

const FOLDER = new URL('../../models/catalogue/', import.meta.url);

/** The models that can be fetched, by name. What ships with the program is read at once; a broken file is a mistake of ours. */
export const readCatalogue = (): readonly CatalogueModel[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => CatalogueModel.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))));
