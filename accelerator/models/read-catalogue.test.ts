import { describe, expect, it } from 'vitest';
import { roleOfName } from '../engines/sdcpp/model-file.ts';
import { readCatalogue } from './read-catalogue.ts';

describe('what the catalogue says that sd-cli can use', () => {
  const models = readCatalogue().filter(({ engines }) => engines.includes('sdcpp'));

  it.each(models.flatMap((model) => model.variants.map((variant) => ({ id: model.id, variant: variant.id, model, files: [...model.files, ...variant.files] }))))(
    '$id $variant has the files that the engine looks for, by their names',
    ({ id, model, files }) => {
      const roles = files.map(({ path }) => roleOfName(path));
      const mode = id.includes('ti2v') ? 'ti2v' : id.includes('t2v') ? 't2v' : 'i2v';
      const experts = mode === 'ti2v' ? ['ti2v'] : model.purpose === 'lora' ? [`${mode}-fast-high`, `${mode}-fast-low`] : [`${mode}-high`, `${mode}-low`];
      const rest = model.purpose === 'lora' ? [] : ['text', mode === 'ti2v' ? 'vae-2.2' : 'vae-2.1'];
      expect([...roles].sort()).toEqual([...experts, ...rest].sort());
    },
  );
});
