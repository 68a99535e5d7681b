import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onnxOf } from '#core/domain/models/model-bytes.test-support.ts';
import { readyModels } from '#core/domain/models/ready-models.ts';
import { CatalogueModel, type Licence, ModelId } from '#core/schema/catalogue.ts';
import { CLOSED, catalogued, MIT } from '../../tests/fixtures/some-models.ts';
import { HubStandIn } from '../../tests/stand-ins/hub/stand-in.ts';
import { AskHub } from './ask-hub.ts';
import { FolderShelf } from './folder-shelf.ts';
import { type NodeModels, nodeModels } from './node-models.ts';

const SIZE = 400_000;
const ID = ModelId.parse('m');
const [WEIGHTS, MORE] = ['onnx/model.onnx', 'onnx/model.onnx_data'];
const text = (words: string) => new TextEncoder().encode(words);
const filled = (byte: number) => new Uint8Array(100_000).fill(byte);
const commitOf = (name: string) => createHash('sha1').update(name).digest('hex');
/** Another graph of the same length. */
const otherGraph = () => {
  const bytes = Uint8Array.from(onnxOf(SIZE));
  bytes[bytes.length - 9]! ^= 1;
  return bytes;
};

let hub: HubStandIn;
let folder: string;
let shelf: FolderShelf;
const opened: AskHub[] = [];

beforeEach(async () => {
  hub = await HubStandIn.open();
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-updates-'));
  shelf = new FolderShelf(folder);
  publish('first', [[WEIGHTS, onnxOf(SIZE)], [MORE, filled(1)], ['config.json', text('{"a":1}')], ['gone.json', text('{}')]]);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

function publish(name: string, files: readonly (readonly [string, Uint8Array])[]): void {
  hub.repositories.set('o/n', { smallUpTo: 1000, files: new Map(files), commit: commitOf(name) });
}
/** The weights are others, as many bytes as before; a small file is gone and one is new. */
const publishSecond = () => publish('second', [[WEIGHTS, otherGraph()], [MORE, filled(1)], ['config.json', text('{"a":2}')], ['new.json', text('{}')]]);

function models({ licence = MIT, stallMs = 5_000, on = shelf }: { licence?: Licence; stallMs?: number; on?: FolderShelf } = {}): NodeModels {
  const ask = new AskHub({ hub: hub.address, stallMs });
  opened.push(ask);
  const entry = { ...catalogued('m', 'o/n', licence), variants: [{ id: 'fp32', files: [{ path: WEIGHTS }, { path: MORE }] }] };
  return nodeModels({ shelf: on, hub: ask, address: hub.address, catalogue: [CatalogueModel.parse(entry)] });
}
const quiet = () => ({ signal: new AbortController().signal, onProgress: () => undefined });
const look = (from = models()) => from.updates.look(ID, new AbortController().signal);
const hashOf = async (file: string) => {
  const hash = createHash('sha256');
  for await (const chunk of shelf.read(ID, file)) hash.update(chunk);
  return hash.digest('hex');
};
/** Every file has the bytes that the record states, and the model may be used. */
async function isWholeAt(commit: string): Promise<boolean> {
  const [model] = await readyModels(shelf);
  if (!model?.files.every(({ url }) => url?.includes(commitOf(commit)))) return false;
  return (await Promise.all(model.files.map(async (file) => (await hashOf(file.path)) === file.sha256))).every(Boolean);
}
const leftBeside = async () => (await readdir(path.join(folder, '.next')).catch(() => [])).length;

describe('a newer version of a model', () => {
  it('is told with what it would change, and not where there is none', async () => {
    await models().fetch(ID, quiet());
    expect(await look()).toBeUndefined();
    publishSecond();
    expect(await look()).toEqual({ from: commitOf('first'), to: commitOf('second'), changed: 3, gone: 1, same: 1, bytes: SIZE + 9, licence: MIT, isOtherLicence: false });
    publish('third', [[WEIGHTS, onnxOf(SIZE)], [MORE, filled(1)], ['config.json', text('{"a":1}')], ['gone.json', text('{}')]]);
    expect(await look()).toBeUndefined();
  });

  it('fetches what differs alone, and takes the place of the older one as a whole', async () => {
    await models().fetch(ID, quiet());
    publishSecond();
    hub.log.sent = 0;
    const seen: number[] = [];
    const model = await models().updates.update(ID, { ...quiet(), onProgress: ({ total }) => seen.push(total) });
    expect(hub.log.sent).toBe(SIZE + 9);
    expect(seen.at(-1)).toBe(SIZE + 100_009);
    expect(model.files.map(({ path: name }) => name).sort()).toEqual(['config.json', 'new.json', WEIGHTS, MORE].sort());
    expect(await isWholeAt('second')).toBe(true);
    expect(await hashOf(WEIGHTS)).toBe(createHash('sha256').update(otherGraph()).digest('hex'));
    expect(await shelf.bytesOf(ID, 'gone.json')).toBeUndefined();
    expect(await leftBeside()).toBe(0);
    expect(await models().verify(ID)).toEqual(model.files.map(({ path: name }) => ({ path: name })));
  });

  it('leaves the older one as it was while it comes, and where it cannot be had', async () => {
    await models().fetch(ID, quiet());
    publishSecond();
    hub.flipOnce = { path: WEIGHTS, at: 200_000 };
    await expect(models().updates.update(ID, quiet())).rejects.toMatchObject({ fault: { reason: 'model-file-wrong-hash' } });
    expect(await isWholeAt('first')).toBe(true);
    const abort = new AbortController();
    hub.stopOnce = { path: WEIGHTS, after: 150_000, how: 'stall' };
    const stopped = models().updates.update(ID, { signal: abort.signal, onProgress: ({ path: name, done }) => name === WEIGHTS && done > 200_000 && abort.abort() });
    await expect(stopped).rejects.toMatchObject({ fault: { reason: 'cancelled' } });
    expect(await isWholeAt('first')).toBe(true);
    expect(await models().standing(ID)).toMatchObject({ status: 'ready', coming: { total: SIZE + 9, paused: false } });
    await models().pause(ID);
    expect(await models().standing(ID)).toMatchObject({ status: 'ready', coming: { paused: true } });
    hub.log.sent = 0;
    await models().updates.update(ID, quiet());
    expect(hub.log.sent).toBeLessThan(SIZE - 100_000);
    expect(await isWholeAt('second')).toBe(true);
  });

  it('is thrown away for one that is newer still', async () => {
    await models().fetch(ID, quiet());
    publishSecond();
    const abort = new AbortController();
    hub.stopOnce = { path: WEIGHTS, after: 150_000, how: 'stall' };
    await models().updates.update(ID, { signal: abort.signal, onProgress: ({ path: name, done }) => name === WEIGHTS && done > 200_000 && abort.abort() }).catch(() => undefined);
    publish('third', [[WEIGHTS, onnxOf(SIZE)], [MORE, filled(3)], ['config.json', text('{"a":1}')], ['gone.json', text('{}')]]);
    await models().updates.update(ID, quiet());
    expect(await isWholeAt('third')).toBe(true);
    expect(await leftBeside()).toBe(0);
  });

  it('asks for its licence where that is another one, before a byte is fetched', async () => {
    await models().fetch(ID, quiet());
    publishSecond();
    const closed = () => models({ licence: CLOSED });
    expect(await look(closed())).toMatchObject({ licence: CLOSED, isOtherLicence: true });
    hub.log.sent = 0;
    await expect(closed().updates.update(ID, quiet())).rejects.toMatchObject({ fault: { reason: 'model-licence-not-accepted' } });
    expect(hub.log.sent).toBe(0);
    expect(await isWholeAt('first')).toBe(true);
    expect(await leftBeside()).toBe(0);
    expect((await closed().updates.update(ID, { ...quiet(), accepts: true })).accepted?.name).toBe(CLOSED.name);
    expect(await isWholeAt('second')).toBe(true);
  });

  it('is known of a repository that a person named, and of nothing that came from this machine', async () => {
    const source = { repository: 'o/n', revision: 'main' };
    const own = ModelId.parse('own');
    await models().add(own, source, { ...quiet(), accepts: true });
    publishSecond();
    expect(await models().updates.look(own, new AbortController().signal)).toMatchObject({ changed: 3, isOtherLicence: false });
    await models().updates.update(own, quiet());
    expect((await shelf.get(own))?.accepted).toBeDefined();
    await shelf.put({ ...(await shelf.get(own))!, source: undefined });
    expect(await models().updates.look(own, new AbortController().signal)).toBeUndefined();
    await expect(models().updates.mayUpdate(own)).rejects.toMatchObject({ fault: { reason: 'model-not-found' } });
  });

  it('is put in place to the end, wherever that was broken off, and no engine takes half of it for a model', async () => {
    // Every step that writes, one after the other, is the last one that is done.
    for (let steps = 0, isOver = false; !isOver; steps += 1) {
      await rm(folder, { recursive: true, force: true });
      publish('first', [[WEIGHTS, onnxOf(SIZE)], [MORE, filled(1)], ['config.json', text('{"a":1}')], ['gone.json', text('{}')]]);
      await models().fetch(ID, quiet());
      publishSecond();
      const dying = new DyingShelf(folder, steps);
      isOver = await models({ on: dying }).updates.update(ID, quiet()).then(() => true, (error: unknown) => {
        if (error !== KILLED) throw error;
        return false;
      });
      const ready = await readyModels(shelf);
      if (ready.length > 0) expect((await isWholeAt('first')) || (await isWholeAt('second')), `after ${steps} steps`).toBe(true);
      // Whoever starts next goes on.
      await models().updates.finishAll();
      expect((await isWholeAt('first')) || (await isWholeAt('second')), `after ${steps} steps, gone on with`).toBe(true);
      await models().updates.update(ID, quiet());
      expect(await isWholeAt('second')).toBe(true);
      expect(await leftBeside()).toBe(0);
    }
  });
});

const KILLED = new Error('killed');

/** A shelf whose process is killed after so many steps of putting a newer version in place. */
class DyingShelf extends FolderShelf {
  readonly #step: () => void;

  constructor(root: string, steps: number) {
    super(root);
    let left = steps;
    this.#step = () => {
      left -= 1;
      if (left < 0) throw KILLED;
    };
  }

  override async put(...args: Parameters<FolderShelf['put']>): Promise<void> {
    this.#step();
    await super.put(...args);
  }

  override async replace(...args: Parameters<FolderShelf['replace']>): Promise<void> {
    this.#step();
    await super.replace(...args);
  }

  override async drop(...args: Parameters<FolderShelf['drop']>): Promise<void> {
    this.#step();
    await super.drop(...args);
  }
}
