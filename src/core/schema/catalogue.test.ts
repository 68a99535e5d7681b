import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WAN22_I2V_A14B, WAN22_T2V_A14B, WAN22_TI2V_5B } from '../domain/memory/memory-plan-figures.ts';
import { refuseFileName } from '../domain/models/file-names.ts';
import { CatalogueModel, ModelId, Purpose } from './catalogue.ts';

const FOLDER = new URL('../../../models/catalogue/', import.meta.url);
const FIGURES = [WAN22_I2V_A14B, WAN22_T2V_A14B, WAN22_TI2V_5B].map(({ id }) => id);
const names = readdirSync(FOLDER);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));

describe('the catalogue', () => {
  it.each(names)('%s is a model by the schema, under its own name', (name) => {
    const { id, figures, files, variants } = CatalogueModel.parse(read(name));
    expect(`${id}.json`).toBe(name);
    if (figures !== undefined) expect(FIGURES).toContain(figures);
    for (const { path } of [...files, ...variants.flatMap((variant) => variant.files)]) expect(refuseFileName(path)).toBeUndefined();
  });

  it('has something for every purpose', () => {
    const purposes = new Set(names.map((name) => CatalogueModel.parse(read(name)).purpose));
    expect([...purposes].sort()).toEqual([...Purpose.options].sort());
  });

  it('refuses an entry that leaves a fact out and does not say so, or that calls a restricted licence free', () => {
    const whole = read('z-image-turbo.json') as CatalogueModel;
    expect(CatalogueModel.safeParse(whole).success).toBe(true);
    expect(CatalogueModel.safeParse({ ...whole, unchecked: ['memory', 'training data'] }).error?.issues[0]?.message).toContain('hashes');
    expect(CatalogueModel.safeParse({ ...whole, source: { ...whole.source, revision: 'main' } }).error?.issues[0]?.message).toContain('revision');
    expect(CatalogueModel.safeParse({ ...whole, licence: { ...whole.licence, commercial: 'no' } }).error?.issues[0]?.message).toContain('restricted');
    const twice = [{ ...whole.variants[0], files: [{ path: 'a.onnx' }, { path: 'A.onnx' }] }];
    expect(CatalogueModel.safeParse({ ...whole, variants: twice }).error?.issues.at(-1)?.message).toContain('one name');
  });

  it('names models with words that are folders everywhere', () => {
    for (const name of ['..', '.', 'con', 'aux.1', 'A', 'a/b', 'a\\b', 'a.', '', 'a.model.json', 'a.part', 'x'.repeat(81)]) expect(ModelId.safeParse(name).success, name).toBe(false);
    expect(ModelId.safeParse('wan2.2-ti2v-5b-gguf').success).toBe(true);
  });
});
