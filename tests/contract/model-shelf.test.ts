import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ModelId } from '#core/schema/catalogue.ts';
import { FolderShelf } from '../../accelerator/models/folder-shelf.ts';
import { MemoryModelShelf } from './memory-model-shelf.ts';
import { modelShelfSuite } from './model-shelf-suite.ts';

const root = mkdtempSync(path.join(tmpdir(), 'kinora-shelf-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

modelShelfSuite('memory', async () => new MemoryModelShelf(), false);
modelShelfSuite('a folder', async (name) => new FolderShelf(path.join(root, name)));

it('passes over a record that cannot be read, or that is another model’s', async () => {
  const folder = mkdtempSync(path.join(root, 'broken-'));
  const shelf = new FolderShelf(folder);
  const model = { schema: 1, id: 'b', name: 'B', paused: false, addedAt: 1, files: [{ path: '../../x.onnx' }], licence: { name: 'M', commercial: 'yes', restricted: false } };
  writeFileSync(path.join(folder, 'a.model.json'), '{"schema":1');
  writeFileSync(path.join(folder, 'b.model.json'), JSON.stringify(model));
  writeFileSync(path.join(folder, 'c.model.json'), JSON.stringify({ ...model, files: [{ path: 'x.onnx' }] }));
  expect(await shelf.list()).toEqual([]);
  expect(await shelf.get(ModelId.parse('b'))).toBeUndefined();
});
