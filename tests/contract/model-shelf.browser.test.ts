import * as Comlink from 'comlink';
import { expect, it } from 'vitest';
import type { ModelShelf, PartWriter } from '#core/domain/models/model-shelf.ts';
import { ModelId } from '#core/schema/catalogue.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';
import type { Result } from '#core/schema/result.ts';
import { OpfsModelShelf } from '#lib/storage/opfs-model-shelf.ts';
import { sizeIn } from '#lib/storage/write-blob.ts';
import { modelShelfSuite } from './model-shelf-suite.ts';
import type { ShelfApi } from './model-shelf.worker.ts';

const newWorker = () => new Worker(new URL('./model-shelf.worker.ts', import.meta.url), { type: 'module' });
const api = Comlink.wrap<ShelfApi>(newWorker());
const ID = ModelId.parse('m');
const FILE = 'a/model.onnx';
let turn = 0;
const fresh = () => `test-models-${Date.now()}-${++turn}`;

async function value<Value>(answer: Promise<Result<unknown, Fault>>): Promise<Value> {
  const result = await answer;
  if (!result.ok) throw new FaultError(result.fault.reason, result.fault.facts);
  return result.value as Value;
}

/** The shelf as it works in a worker. */
function inWorker(folder: string): ModelShelf {
  const call = <Value>(name: string, ...args: unknown[]) => value<Value>(api.do(folder, name, ...args));
  async function* chunks(name: string, ...args: unknown[]): AsyncIterable<Uint8Array> {
    yield* await call<Uint8Array[]>(name, ...args);
  }
  return {
    get next() {
      return inWorker(`${folder}/.next`);
    },
    replace: (id, path) => call('replace', id, path),
    list: () => call('list'),
    get: (id) => call('get', id),
    put: (model) => call('put', model),
    partBytes: (id, path) => call('partBytes', id, path),
    async append(id, path): Promise<PartWriter> {
      const writer = await call<number>('append', id, path);
      return { write: (bytes) => value(api.write(writer, bytes)), close: () => value(api.close(writer)) };
    },
    readPart: (id, path, span) => chunks('readPart', id, path, span),
    dropPart: (id, path) => call('dropPart', id, path),
    commit: (id, path) => call('commit', id, path),
    bytesOf: (id, path) => call('bytesOf', id, path),
    read: (id, path, span) => chunks('read', id, path, span),
    drop: (id, path) => call('drop', id, path),
    remove: (id) => call('remove', id),
    room: () => call('room'),
    async hold(id) {
      const hold = await call<number | undefined>('hold', id);
      return hold === undefined ? undefined : () => value(api.release(hold));
    },
  };
}

modelShelfSuite('the private file system', async (name) => inWorker(`test-models-${name}`));

const model: KeptModel = { schema: 1, id: ID, name: 'M', paused: false, addedAt: 1, files: [{ path: FILE }], licence: { name: 'MIT', commercial: 'yes', restricted: false } };

it('is read by the page while a worker writes it, and is never half or gone', async () => {
  const folder = fresh();
  const page = new OpfsModelShelf(folder);
  await api.do(folder, 'put', model);
  let done = false;
  const writing = api.putOften(folder, model, 60).then(() => (done = true));
  let read = 0;
  while (!done) {
    expect(await page.get(ID)).toMatchObject({ name: 'M' });
    read += 1;
  }
  await writing;
  expect(read).toBeGreaterThan(10);
  expect(await page.list()).toHaveLength(1);
});

it('says that there is none of a file that is renamed or deleted while it is looked for', async () => {
  const folder = await navigator.storage.getDirectory();
  const name = fresh();
  await folder.getFileHandle(name, { create: true });
  expect(await sizeIn(folder, name)).toBe(0);
  const found = await folder.getFileHandle(name);
  await folder.removeEntry(name);
  expect(await sizeIn({ getFileHandle: async () => found } as unknown as FileSystemDirectoryHandle, name)).toBeUndefined();
});

it('says how much is written of a file that is open', async () => {
  const folder = fresh();
  const shelf = inWorker(folder);
  const writer = await shelf.append(ID, FILE);
  await writer.write(new Uint8Array(1000));
  expect(await new OpfsModelShelf(folder).partBytes(ID, FILE)).toBe(1000);
  await writer.close();
});

it('lets go of a model, and keeps what was written of it, when the tab that had it dies', async () => {
  const folder = fresh();
  const worker = newWorker();
  const dying = Comlink.wrap<ShelfApi>(worker);
  await dying.do(folder, 'hold', ID);
  const writer = await value<number>(dying.do(folder, 'append', ID, FILE));
  await dying.write(writer, new Uint8Array([1, 2, 3]));
  const shelf = inWorker(folder);
  expect(await shelf.hold(ID)).toBeUndefined();
  worker.terminate();
  await expect.poll(() => shelf.hold(ID)).toBeDefined();
  expect(await shelf.partBytes(ID, FILE)).toBe(3);
  const again = await shelf.append(ID, FILE);
  await again.write(new Uint8Array([4]));
  await again.close();
  expect(await shelf.partBytes(ID, FILE)).toBe(4);
});

it('knows how much room there is, and passes over a record that cannot be read', async () => {
  const folder = fresh();
  const shelf = inWorker(folder);
  expect(await shelf.room()).toBeGreaterThan(0);
  await shelf.put(model);
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder);
  const file = await (await root.getFileHandle('m.model.json')).createWritable();
  await file.write('{"schema":1');
  await file.close();
  expect(await shelf.list()).toEqual([]);
  expect(await shelf.get(ID)).toBeUndefined();
  await shelf.remove(ID);
  expect(await Array.fromAsync(root.keys())).toEqual([]);
});
