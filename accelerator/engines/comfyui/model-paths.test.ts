import { describe, expect, it } from 'vitest';
import { comfyFolder } from '#core/domain/models/comfy-folder.ts';
import { readCatalogue } from '../../models/read-catalogue.ts';
import { modelPaths } from './model-paths.ts';
import { WAN_MODELS } from './wan/wan-models.ts';

const entries = readCatalogue().filter(({ engines }) => engines.includes('comfyui'));
const files = entries.flatMap((entry) => [...entry.files, ...entry.variants.flatMap((variant) => variant.files)].map((file) => ({ id: entry.id, file })));

describe('models that the catalogue says ComfyUI can use', () => {
  it.each(WAN_MODELS.flatMap(({ offer, files: needs }) => Object.values(needs).map((need) => ({ model: offer.id, name: need.names[0], folder: need.folder }))))(
    'are told to it with the folder that it looks in: $name of $model',
    ({ name, folder }) => {
      const found = files.filter(({ file }) => file.path === name && comfyFolder(file) === folder);
      expect(found).not.toEqual([]);
      const { kinora } = JSON.parse(modelPaths(readCatalogue(), '/data/models')) as { kinora: Record<string, string> };
      for (const { id } of found) expect(kinora[folder]!.split('\n')).toContain(id);
    },
  );

  it('have no file that it would not find', () => {
    expect(files.filter(({ file }) => comfyFolder(file) === undefined)).toEqual([]);
  });

  it('are looked for in the shelf, wherever that is', () => {
    const windows = 'C:\\Kinora data\\models';
    expect(JSON.parse(modelPaths([], windows))).toEqual({ kinora: { base_path: windows } });
    // Models of other engines are none of its business.
    expect(modelPaths(readCatalogue(), '/data')).not.toContain('gguf');
  });
});
