import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../models/read-catalogue.ts';
import { MODELS } from './catalogue.ts';
import { missingFiles } from './choose-files.ts';
import type { ModelFile } from './model-file.ts';
import { isModelName, roleOfName } from './model-file.ts';

/** The files of a model as they lie on the shelf, with what their names make of them. */
const filesOf = (paths: readonly string[]): ModelFile[] =>
  paths.filter(isModelName).flatMap((path) => {
    const role = roleOfName(path.split('/').at(-1)!);
    return role ? [{ path, role, bytes: 1, precision: 'q4', loadsCoarser: false } as ModelFile] : [];
  });

const entries = readCatalogue().filter(({ engines }) => engines.includes('sdcpp'));
const variants = entries.flatMap((entry) => entry.variants.map((variant) => ({ name: `${entry.id} ${variant.id}`, entry, paths: [...entry.files, ...variant.files].map(({ path }) => path) })));

describe('a model that the catalogue says sd-cli can use', () => {
  it.each(variants.filter(({ entry }) => entry.purpose === 'video'))('is whole for it once it was fetched: $name', ({ paths }) => {
    expect(MODELS.some((model) => !model.fast && missingFiles(model, filesOf(paths), '').length === 0)).toBe(true);
  });

  it.each(variants)('has no file that sd-cli has no use for: $name', ({ paths }) => {
    expect(paths.filter((path) => filesOf([path]).length === 0)).toEqual([]);
  });

  it('is one of several', () => expect(entries.length).toBeGreaterThan(4));
});
