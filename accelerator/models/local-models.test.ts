import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onnxOf } from '#core/domain/models/model-bytes.test-support.ts';
import { ModelId } from '#core/schema/catalogue.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { CLOSED, catalogued, type SomeModels, someModels } from '../../tests/fixtures/some-models.ts';
import { HubStandIn } from '../../tests/stand-ins/hub/stand-in.ts';
import { AskHub } from './ask-hub.ts';

const [ONE, TWO, THREE, SHUT] = ['one', 'two', 'three', 'shut'].map((id) => ModelId.parse(id)) as [ModelId, ModelId, ModelId, ModelId];
const SIZE = 100_000;
const WEIGHTS = onnxOf(SIZE);

let hub: HubStandIn;
let folder: string;
let some: SomeModels;
const open = () => someModels({ folder, hub: hub.address, catalogue: [catalogued('one', 'o/one'), catalogued('two', 'o/two'), catalogued('three', 'o/three'), catalogued('shut', 'o/shut', CLOSED)] });
beforeEach(async () => {
  hub = await HubStandIn.open();
  for (const name of ['one', 'two', 'three', 'shut']) hub.repositories.set(`o/${name}`, { smallUpTo: 1000, files: new Map([['onnx/model.onnx', WEIGHTS], ['q4.onnx', onnxOf(2000)]]) });
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-local-models-'));
  some = open();
});
afterEach(async () => {
  await some.close();
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

/** Repositories that were listed, in their order. */
const listed = () => hub.log.asked.flatMap(({ path: asked }) => /^\/api\/models\/o\/(\w+)/.exec(asked)?.[1] ?? []);
const stall = (at = 50_000) => hub.misdeeds.push({ do: 'stall', after: at });
const settled = () => expect.poll(async () => (await some.models.look()).work, { timeout: 10_000 }).toEqual([]);
const status = async (id: ModelId) => (await some.models.look()).standings.find(({ model }) => model.id === id)?.status;
const fetching = (id: ModelId) => expect.poll(async () => (await some.models.look()).work.find((each) => each.id === id)?.done).toBeGreaterThan(0);

describe('models in the background', () => {
  it('are fetched two at a time, the next when one is done with', async () => {
    stall();
    stall();
    for (const id of [ONE, TWO, THREE]) await some.models.fetch(id, {});
    await fetching(ONE);
    await fetching(TWO);
    expect(listed().toSorted()).toEqual(['one', 'two']);
    expect((await some.models.look()).work.map(({ id }) => id)).toEqual([ONE, TWO, THREE]);
    await some.models.pause(ONE);
    await expect.poll(() => status(THREE)).toBe('ready');
    expect(await status(ONE)).toBe('paused');
    expect(some.wishes.all.map(({ id }) => id)).toEqual([TWO]);
  });

  it('are in one hand: asked for again they go on, and otherwise are busy', async () => {
    stall();
    await some.models.fetch(ONE, {});
    await fetching(ONE);
    await some.models.fetch(ONE, {});
    expect(listed()).toEqual(['one']);
    await expect(some.models.fetch(ONE, { variant: 'q4' })).rejects.toMatchObject({ fault: { reason: 'model-busy' } });
    await expect(some.models.verify(ONE)).rejects.toMatchObject({ fault: { reason: 'model-busy' } });
  });

  it('are wished for no more when they are halted before anything is there', async () => {
    stall();
    stall();
    for (const id of [ONE, TWO, THREE]) await some.models.fetch(id, {});
    await some.models.pause(THREE);
    expect(some.wishes.all.map(({ id }) => id)).toEqual([ONE, TWO]);
    expect(listed()).not.toContain('three');
    await expect(some.models.pause(THREE)).rejects.toMatchObject({ fault: { reason: 'model-not-found' } });
  });

  it('are removed while they come, with all that is there', async () => {
    stall();
    await some.models.fetch(ONE, {});
    await fetching(ONE);
    await some.models.remove(ONE);
    expect(await some.models.look()).toMatchObject({ standings: [], work: [], faults: [] });
    expect((await readdir(path.join(folder, 'models'))).filter((name) => !name.endsWith('.lock'))).toEqual([]);
    expect(some.wishes.all).toEqual([]);
  });

  it('ask nobody before a restricted licence is accepted, and remember that it was over a restart', async () => {
    await expect(some.models.fetch(SHUT, {})).rejects.toMatchObject({ fault: { reason: 'model-licence-not-accepted' } });
    await expect(some.models.add({ repository: 'o/one', revision: 'main' }, {})).rejects.toMatchObject({ fault: { reason: 'model-licence-not-accepted' } });
    expect(hub.log.asked).toEqual([]);
    expect(some.wishes.all).toEqual([]);
    await some.models.fetch(SHUT, { accepts: true });
    // Before the hub has answered at all.
    await some.close();
    some = open();
    some.models.resume();
    await expect.poll(() => status(SHUT)).toBe('ready');
    expect(some.wishes.all).toEqual([]);
  });

  it('say how the last try ended, go on at the next start where the hub was away, and not where it has no such thing', async () => {
    hub.repositories.delete('o/one');
    await some.models.fetch(ONE, {});
    await settled();
    expect((await some.models.look()).faults).toMatchObject([{ id: ONE, fault: { reason: 'model-not-found' } }]);
    expect(some.wishes.all).toEqual([]);
    await some.close();
    some = someModels({ folder, catalogue: [catalogued('two', 'o/two')] });
    const added = await some.models.add({ repository: 'o/three', revision: 'main' }, { accepts: true });
    await some.models.fetch(TWO, {});
    await settled();
    expect((await some.models.look()).faults.map(({ fault }) => fault.reason)).toEqual(['model-hub-away', 'model-hub-away']);
    // One that is known by its wish alone can be asked for again.
    await some.models.fetch(added, {});
    await settled();
    await some.close();
    some = open();
    some.models.resume();
    await settled();
    expect([await status(TWO), await status(added)]).toEqual(['ready', 'ready']);
  });

  it('take no repository under the name of another model', async () => {
    hub.repositories.set('x/one', hub.repositories.get('o/one')!);
    const id = await some.models.add({ repository: 'x/one', revision: 'main' }, { accepts: true });
    await settled();
    expect([id, await status(id)]).toEqual(['x-one', 'ready']);
    await expect(some.models.add({ repository: 'x-one/', revision: 'main' }, { accepts: true })).rejects.toMatchObject({ fault: { reason: 'option-invalid' } });
    await expect(some.models.add({ repository: 'X/one', revision: 'main' }, { accepts: true })).rejects.toMatchObject({ fault: { reason: 'option-invalid' } });
  });

  it('begin anew with an empty list where the list of wishes is damaged', async () => {
    await some.close();
    await writeFile(path.join(folder, 'model-wishes.json'), '{"schema":1,"wishes":[{"id":"../x"}]}');
    some = open();
    expect(some.wishes.all).toEqual([]);
    expect(await readFile(path.join(folder, 'model-wishes.json.damaged'), 'utf8')).toContain('../x');
  });
});

describe('a file that is handed on', () => {
  it('was verified, is as long as it was then, and lies in its model’s folder', async () => {
    const { id, sha256 } = await some.keep('kept', '{"a":1}');
    const place = path.join(folder, 'models/kept/config.json');
    expect((await some.models.file(id, sha256))?.bytes).toBe(7);
    expect(await some.models.file(id, Sha256.parse('0'.repeat(64)))).toBeUndefined();
    expect(await some.models.file(ONE, sha256)).toBeUndefined();
    await writeFile(place, '{"a":12}');
    expect(await some.models.file(id, sha256)).toBeUndefined();
    await rm(place);
    expect(await some.models.file(id, sha256)).toBeUndefined();
    await writeFile(path.join(folder, 'outside.json'), '{"b":1}');
    await symlink(path.join(folder, 'outside.json'), place);
    expect(await some.models.file(id, sha256)).toBeUndefined();
  });

  it('is of no model that nobody may use, and none that is on its way', async () => {
    const { id, sha256 } = await some.keep('closed', '{"a":1}', CLOSED);
    await expect(some.models.file(id, sha256)).rejects.toMatchObject({ fault: { reason: 'model-licence-not-accepted' } });
    stall();
    await some.models.fetch(ONE, {});
    await fetching(ONE);
    const { digest } = (await some.shelf.get(ONE))!.files[0]!;
    expect(await some.models.file(ONE, (digest as { sha256: Sha256 }).sha256)).toBeUndefined();
  });
});

describe('asking the hub', () => {
  it('goes through the proxy of the settings, and waits no longer there', async () => {
    const wanted: string[] = [];
    // Whoever is asked for a tunnel refuses it, and whoever is asked for a file says nothing.
    const proxy = createServer(({ url }) => void wanted.push(url ?? '')).on('connect', ({ url }, socket) => {
      wanted.push(url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    for (const protocol of ['http', 'https']) {
      const ask = new AskHub({ hub: `${protocol}://hub.example`, proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, stallMs: 1_000 });
      await expect(ask.list({ repository: 'o/one', revision: 'main' }, new AbortController().signal)).rejects.toMatchObject({ fault: { reason: 'model-hub-away', ...(protocol === 'https' && { facts: { detail: `The proxy (127.0.0.1:${(proxy.address() as AddressInfo).port}) answers 502 and passes nothing on` } }) } });
      await ask.close();
    }
    expect(wanted).toEqual(['http://hub.example/api/models/o/one/revision/main?blobs=true', 'hub.example:443']);
    proxy.closeAllConnections();
    proxy.close();
  });

  it.each([
    ['http', 'http://someone:secret@127.0.0.1:9', 'The proxy (127.0.0.1:9) cannot be reached: ECONNREFUSED'],
    ['https', 'http://someone:secret@127.0.0.1:9', 'The proxy (127.0.0.1:9) cannot be reached: ECONNREFUSED'],
    ['https', 'http://proxy.invalid:3128', 'The proxy (proxy.invalid:3128) cannot be reached: ENOTFOUND'],
  ])('over %s says of a proxy that is not there, %s, that it is the proxy', async (protocol, proxy, detail) => {
    const ask = new AskHub({ hub: `${protocol}://hub.example`, proxy, stallMs: 5_000 });
    await expect(ask.list({ repository: 'o/one', revision: 'main' }, new AbortController().signal)).rejects.toMatchObject({ fault: { reason: 'model-hub-away', facts: { detail } } });
    await ask.close();
  });
});
