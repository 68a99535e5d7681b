import { describe, expect, it } from 'vitest';
import type { ByteSpan, ModelShelf } from '#core/domain/models/model-shelf.ts';
import { ModelId } from '#core/schema/catalogue.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';

const ID = ModelId.parse('a-model');
const OTHER = ModelId.parse('a-model.2');
const FILE = 'onnx/model.onnx';

const someModel = (id = ID, name = 'A model'): KeptModel => ({
  schema: 1, id, name, paused: false, addedAt: 1, files: [{ path: FILE, bytes: 6 }],
  licence: { name: 'MIT', spdx: 'MIT', commercial: 'yes', restricted: false },
});

async function bytesIn(chunks: AsyncIterable<Uint8Array>): Promise<number[]> {
  const all: number[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}

async function write(shelf: ModelShelf, bytes: readonly number[], file = FILE, id = ID): Promise<void> {
  const writer = await shelf.append(id, file);
  await writer.write(Uint8Array.from(bytes));
  await writer.close();
}

/** What every shelf does. `open` opens the shelf of that name, again where it was there before. */
export function modelShelfSuite(what: string, open: (name: string) => Promise<ModelShelf>, isKept = true): void {
  let turn = 0;
  const fresh = () => `shelf-${Date.now()}-${++turn}`;

  describe(`a shelf of models: ${what}`, () => {
    it('knows nothing at first', async () => {
      const shelf = await open(fresh());
      expect(await shelf.list()).toEqual([]);
      expect(await shelf.get(ID)).toBeUndefined();
      expect(await shelf.partBytes(ID, FILE)).toBe(0);
      expect(await shelf.bytesOf(ID, FILE)).toBeUndefined();
      await shelf.dropPart(ID, FILE);
      await shelf.drop(ID, FILE);
      await shelf.remove(ID);
    });

    it('keeps what is written of models, the last word each', async () => {
      const shelf = await open(fresh());
      await shelf.put(someModel(OTHER));
      await shelf.put(someModel());
      await shelf.put(someModel(ID, 'Another name'));
      expect((await shelf.list()).map(({ id, name }) => [id, name])).toEqual([[ID, 'Another name'], [OTHER, 'A model']]);
      expect(await shelf.get(ID)).toEqual(someModel(ID, 'Another name'));
    });

    it('lets a file grow, and gives it its name at the end alone', async () => {
      const shelf = await open(fresh());
      await write(shelf, [1, 2, 3]);
      expect([await shelf.partBytes(ID, FILE), await shelf.bytesOf(ID, FILE)]).toEqual([3, undefined]);
      await write(shelf, [4, 5, 6]);
      expect(await bytesIn(shelf.readPart(ID, FILE))).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await bytesIn(shelf.readPart(ID, FILE, { start: 1, end: 2 } satisfies ByteSpan))).toEqual([2, 3]);
      await shelf.commit(ID, FILE);
      expect([await shelf.partBytes(ID, FILE), await shelf.bytesOf(ID, FILE)]).toEqual([0, 6]);
      expect(await bytesIn(shelf.read(ID, FILE))).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await bytesIn(shelf.read(ID, FILE, { start: 4, end: 99 }))).toEqual([5, 6]);
    });

    it('puts a new file in the place of an old one, and deletes each alone', async () => {
      const shelf = await open(fresh());
      await write(shelf, [1]);
      await shelf.commit(ID, FILE);
      await write(shelf, [2, 2]);
      expect(await bytesIn(shelf.read(ID, FILE))).toEqual([1]);
      await shelf.commit(ID, FILE);
      expect(await bytesIn(shelf.read(ID, FILE))).toEqual([2, 2]);
      await write(shelf, [3]);
      await shelf.dropPart(ID, FILE);
      expect([await shelf.partBytes(ID, FILE), await shelf.bytesOf(ID, FILE)]).toEqual([0, 2]);
      await shelf.drop(ID, FILE);
      expect(await shelf.bytesOf(ID, FILE)).toBeUndefined();
    });

    it('forgets a model with all of its files, and no other', async () => {
      const shelf = await open(fresh());
      for (const id of [ID, OTHER]) {
        await shelf.put(someModel(id));
        await write(shelf, [1], FILE, id);
        await shelf.commit(id, FILE);
        await write(shelf, [2], 'b.onnx', id);
      }
      await shelf.remove(ID);
      expect((await shelf.list()).map(({ id }) => id)).toEqual([OTHER]);
      expect([await shelf.bytesOf(ID, FILE), await shelf.partBytes(ID, 'b.onnx')]).toEqual([undefined, 0]);
      expect([await shelf.bytesOf(OTHER, FILE), await shelf.partBytes(OTHER, 'b.onnx')]).toEqual([1, 1]);
    });

    it('has newer versions beside its own, and puts their files in place one by one', async () => {
      const shelf = await open(fresh());
      await shelf.put(someModel());
      await write(shelf, [1, 1]);
      await shelf.commit(ID, FILE);
      const { next } = shelf;
      await next.put(someModel(ID, 'Newer'));
      for (const [file, bytes] of [[FILE, [2, 2]], ['b.onnx', [3]]] as const) {
        await write(next, bytes, file);
        await next.commit(ID, file);
      }
      expect((await shelf.list()).map(({ name }) => name)).toEqual(['A model']);
      expect((await next.list()).map(({ name }) => name)).toEqual(['Newer']);
      expect([await bytesIn(shelf.read(ID, FILE)), await shelf.bytesOf(ID, 'b.onnx')]).toEqual([[1, 1], undefined]);
      await shelf.replace(ID, FILE);
      await shelf.replace(ID, 'b.onnx');
      expect([await bytesIn(shelf.read(ID, FILE)), await bytesIn(shelf.read(ID, 'b.onnx'))]).toEqual([[2, 2], [3]]);
      expect([await next.bytesOf(ID, FILE), await next.bytesOf(ID, 'b.onnx')]).toEqual([undefined, undefined]);
      await next.remove(ID);
      expect([await next.list(), (await shelf.list()).length, await shelf.bytesOf(ID, FILE)]).toEqual([[], 1, 2]);
    });

    it('writes and reads nothing outside of a model’s folder', async () => {
      const shelf = await open(fresh());
      for (const path of ['../x.onnx', '/etc/x.onnx', 'a/../../x.onnx', 'C:/x.onnx', '..\\x.onnx', 'x.py', '']) {
        const refused = { fault: { reason: 'model-file-unsafe' } };
        await expect((async () => shelf.append(ID, path))(), path).rejects.toMatchObject(refused);
        await expect((async () => bytesIn(shelf.read(ID, path)))(), path).rejects.toMatchObject(refused);
        await expect((async () => shelf.commit(ID, path))(), path).rejects.toMatchObject(refused);
        await expect((async () => shelf.drop(ID, path))(), path).rejects.toMatchObject(refused);
        await expect((async () => shelf.replace(ID, path))(), path).rejects.toMatchObject(refused);
      }
    });

    it('lets one have a model in hand at a time', async () => {
      const shelf = await open(fresh());
      const release = await shelf.hold(ID);
      expect(release).toBeDefined();
      expect(await shelf.hold(ID)).toBeUndefined();
      const other = await shelf.hold(OTHER);
      expect(other).toBeDefined();
      await release!();
      const again = await shelf.hold(ID);
      expect(again).toBeDefined();
      await again!();
      await other!();
    });

    it.runIf(isKept)('has everything when it is opened again', async () => {
      const name = fresh();
      const shelf = await open(name);
      await shelf.put(someModel());
      await write(shelf, [1, 2, 3]);
      await shelf.commit(ID, FILE);
      await write(shelf, [7], 'b.onnx');
      const again = await open(name);
      expect(await again.list()).toEqual([someModel()]);
      expect([await again.bytesOf(ID, FILE), await again.partBytes(ID, 'b.onnx')]).toEqual([3, 1]);
      await write(again, [8], 'b.onnx');
      expect(await bytesIn(again.readPart(ID, 'b.onnx'))).toEqual([7, 8]);
    });
  });
}
