import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { onnxOf } from '#core/domain/models/model-bytes.test-support.ts';
import { CatalogueModel, ModelId } from '#core/schema/catalogue.ts';
import type { FaultReason } from '#core/schema/fault.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';
import { HubTokenStore } from '#lib/storage/hub-token-store.ts';
import { OpfsModelShelf } from '#lib/storage/opfs-model-shelf.ts';
import type { HubOrder, HubReport } from '../../../../tests/browser/hub-commands.ts';
import { BrowserPlace } from './browser-place.ts';

declare module 'vitest/browser' {
  interface BrowserCommands {
    hub(name: string, order?: HubOrder): Promise<HubReport>;
  }
}

const SIZE = 400_000;
const FILE = 'onnx/model.onnx';
const ID = ModelId.parse('m');
const entry = (extra: object = {}) =>
  CatalogueModel.parse({
    schema: 1, id: 'm', name: 'M', about: 'A.', purpose: 'depth', modes: [], runs: ['browser'], engines: [], source: { repository: 'o/n', revision: 'main' }, also: [],
    files: [], variants: [{ id: 'fp32', files: [{ path: FILE }] }], licence: { name: 'MIT', spdx: 'MIT', commercial: 'yes', restricted: false },
    sources: ['x'], unchecked: ['revision', 'bytes', 'hashes', 'memory', 'training data', 'licence text'], ...extra,
  });
const restricted = { licence: { name: 'Special', commercial: 'no', restricted: true, url: 'https://example.org/l' } };

let turn = 0;
let name: string;
let hub: HubReport;
let shelf: OpfsModelShelf;
const places: BrowserPlace[] = [];

beforeEach(async () => {
  name = `test-place-${Date.now()}-${++turn}`;
  hub = await commands.hub(name, { size: SIZE });
  shelf = new OpfsModelShelf(name);
});
afterEach(async () => {
  for (const place of places.splice(0)) place.dispose();
  await commands.hub(name, { close: true });
  await (await navigator.storage.getDirectory()).removeEntry(name, { recursive: true }).catch(() => undefined);
});

/** A tab of the studio, as far as models go. */
function tab(catalogue = [entry()], stallMs = 5_000): BrowserPlace {
  const place = new BrowserPlace({ folder: name, hub: hub.address, stallMs, catalogue });
  places.push(place);
  return place;
}
const standing = async (place: BrowserPlace, id = ID) => (await place.look()).standings.find(({ model }) => model.id === id);
const faultOf = async (place: BrowserPlace, id = ID): Promise<FaultReason | undefined> => (await place.look()).faults.find((each) => each.id === id)?.fault.reason;
const idle = (place: BrowserPlace) => expect.poll(async () => (await place.look()).work, { timeout: 30_000 }).toEqual([]);
const refused = (reason: FaultReason, facts: object = {}) => ({ fault: { reason, facts: expect.objectContaining(facts) } });
/** Begins, and waits until nothing more is done. */
async function fetched(place: BrowserPlace, ask: { accepts?: boolean } = {}): Promise<void> {
  await place.fetch(ID, ask);
  await idle(place);
}
async function bytesOf(path = FILE, id = ID): Promise<Uint8Array> {
  return new Uint8Array(await (await shelf.file(id, path))!.arrayBuffer());
}
const whole = onnxOf(SIZE);
/** Breaks a line that was quiet for a moment. */
const cut = (after: number) => ({ do: 'cut', after, linger: 1_000 }) as const;

describe('a newer version of a model in the browser', () => {
  const NEWER = 'b'.repeat(40);
  const all = () => tab([entry({ also: [''] })]);

  it('is told with what it would change, fetches what differs alone, and takes the place of the older one', async () => {
    const place = all();
    await fetched(place);
    expect(await place.lookForUpdate(ID)).toBeUndefined();
    await commands.hub(name, { publish: NEWER, forgetLog: true });
    expect(await place.lookForUpdate(ID)).toMatchObject({ to: NEWER, changed: 1, gone: 0, same: 1, bytes: SIZE, isOtherLicence: false });
    await place.update(ID, {});
    await idle(place);
    expect((await commands.hub(name)).sent).toBe(SIZE);
    const now = await standing(place);
    expect(now).toMatchObject({ status: 'ready', done: SIZE + 7 });
    expect(now?.coming).toBeUndefined();
    expect((await bytesOf()).at(-9)).toBe(whole.at(-9)! ^ 1);
    await place.verify(ID);
    await idle(place);
    expect(await standing(place)).toMatchObject({ status: 'ready' });
  });
});

describe('a model that is only given to whom the hub knows', () => {
  const tokens = new HubTokenStore();
  afterEach(() => tokens.forget());

  it('comes with the token that was entered for this hub, which nobody else is told', async () => {
    await commands.hub(name, { gate: 'hf_mine' });
    const place = tab([entry({ also: [''] })]);
    await fetched(place);
    expect(await faultOf(place)).toBe('model-not-allowed');
    await tokens.keep('https://elsewhere.example', 'hf_mine');
    await fetched(place);
    expect(await faultOf(place)).toBe('model-not-allowed');
    expect((await commands.hub(name, { forgetLog: true })).asked.filter(({ token }) => token !== undefined)).toEqual([]);
    await tokens.keep(hub.address, 'hf_mine');
    await fetched(place);
    expect((await standing(place))?.status).toBe('ready');
    const { asked } = await commands.hub(name);
    expect(new Set(asked.filter(({ where }) => where === 'hub').map(({ token }) => token))).toEqual(new Set(['Bearer hf_mine']));
    expect(asked.filter(({ where, token }) => where === 'store' && token !== undefined)).toEqual([]);
    expect(JSON.stringify((await place.look()).standings)).not.toContain('hf_mine');
  });
});

describe('fetching a model into the browser', () => {
  it('brings it verified, tells how far it is, and fetches nothing twice', async () => {
    const place = tab([entry({ also: [''] })]);
    let told = 0;
    const stop = place.watch(() => (told += 1));
    await fetched(place);
    expect(await standing(place)).toMatchObject({ status: 'ready', done: SIZE + 7, total: SIZE + 7, model: { files: [{ path: FILE, sha256: expect.any(String) }, { path: 'config.json', sha256: expect.any(String) }] } });
    expect(await bytesOf()).toEqual(whole);
    expect((await place.look()).room).toBeGreaterThan(0);
    expect(told).toBeGreaterThan(0);
    stop();
    await commands.hub(name, { forgetLog: true });
    await fetched(place);
    expect((await commands.hub(name)).sent).toBe(0);
  });

  it('goes on where it broke off, without a header that needs leave, and sends hardly a byte twice', async () => {
    await commands.hub(name, { misdeeds: [cut(100_000), { do: 'answer', status: 429, retryAfter: '0' }, cut(50_000), { do: 'answer', status: 503, retryAfter: '0' }, cut(1)] });
    const place = tab();
    await fetched(place);
    expect(await bytesOf()).toEqual(whole);
    const { sent, asked } = await commands.hub(name);
    expect(sent).toBeLessThanOrEqual(SIZE * 1.02);
    const store = asked.filter(({ where }) => where === 'store');
    expect(store.map(({ range }) => range !== undefined)).toEqual([false, true, true, true, true, true]);
    expect(store.filter(({ ifRange, token }) => ifRange !== undefined || token !== undefined)).toEqual([]);
  });

  it('begins anew when the file is another version by its name, and when only a part was asked for and all comes', async () => {
    await commands.hub(name, { misdeeds: [cut(100_000), { do: 'answer', status: 410 }] });
    const place = tab();
    await fetched(place);
    expect(await faultOf(place)).toBe('model-file-missing');
    expect(await shelf.partBytes(ID, FILE)).toBeGreaterThan(50_000);
    await commands.hub(name, { version: 2, forgetLog: true, misdeeds: [null, cut(70_000), { do: 'ignore-range' }] });
    await fetched(place);
    expect((await standing(place))?.status).toBe('ready');
    expect(await bytesOf()).toEqual(whole);
    const ranges = (await commands.hub(name)).asked.filter(({ where }) => where === 'store').map(({ range }) => range !== undefined);
    expect(ranges).toEqual([true, false, true]);
  });

  it('takes a line on which nothing comes for a broken one', async () => {
    await commands.hub(name, { misdeeds: [{ do: 'stall', after: 100_000 }] });
    const place = tab([entry()], 800);
    await fetched(place);
    expect((await standing(place))?.status).toBe('ready');
    expect((await commands.hub(name)).sent).toBeLessThanOrEqual(SIZE * 1.02);
  });

  it.each([0, 17, SIZE - 1])('never keeps a file with one wrong bit, at byte %i', async (at) => {
    await commands.hub(name, { misdeeds: [{ do: 'flip', at }] });
    const place = tab();
    await fetched(place);
    expect(await standing(place)).toMatchObject({ status: 'failed', fault: { reason: 'model-file-wrong-hash' } });
    expect(await shelf.bytesOf(ID, FILE)).toBeUndefined();
    expect(await shelf.partBytes(ID, FILE)).toBe(0);
    await fetched(place);
    expect((await standing(place))?.status).toBe('ready');
  });

  it.each([['more than there is', SIZE + 1], ['less', SIZE - 1]])('keeps no file of another length than the hub stated, where the store says %s', async (_what, bytes) => {
    await commands.hub(name, { misdeeds: [{ do: 'lie', bytes }] });
    const place = tab();
    await fetched(place);
    expect((await standing(place))?.fault?.reason).toBe('model-file-truncated');
    expect(await shelf.partBytes(ID, FILE)).toBe(0);
  });

  it('asks for a restricted licence first, and says before anything is asked what cannot begin', async () => {
    const place = tab([entry(restricted)]);
    await expect(place.fetch(ID, {})).rejects.toMatchObject(refused('model-licence-not-accepted', { url: 'https://example.org/l' }));
    await expect(place.fetch(ModelId.parse('none'), {})).rejects.toMatchObject(refused('model-not-found'));
    await expect(place.remove(ID)).rejects.toMatchObject(refused('model-not-found'));
    expect((await commands.hub(name)).asked).toEqual([]);
    await fetched(place, { accepts: true });
    expect((await standing(place))?.model.accepted).toMatchObject({ name: 'Special' });
  });

  it('verifies what is there, deletes what has changed, and removes a model whole', async () => {
    const place = tab();
    await fetched(place);
    const folder = await (await (await (await navigator.storage.getDirectory()).getDirectoryHandle(name)).getDirectoryHandle(ID)).getDirectoryHandle('onnx');
    const handle = await folder.getFileHandle('model.onnx');
    const file = await handle.createWritable({ keepExistingData: true });
    await file.write({ type: 'write', position: 1000, data: new Uint8Array([whole[1000]! ^ 1]) });
    await file.close();
    await place.verify(ID);
    await idle(place);
    expect(await standing(place)).toMatchObject({ status: 'failed', fault: { reason: 'model-file-wrong-hash' } });
    expect(await shelf.bytesOf(ID, FILE)).toBeUndefined();
    await place.remove(ID);
    expect((await place.look()).standings).toEqual([]);
  });
});

describe('fetching what the paired accelerator has', () => {
  /** It has the very files of the hub; `change` changes what it hands out. */
  const peerOf = (change: (bytes: Uint8Array<ArrayBuffer>) => void = () => {}) => {
    const asked: number[] = [];
    let kept: readonly KeptModel[] = [];
    return {
      asked,
      async learn(place: BrowserPlace) {
        kept = (await place.look()).standings.map(({ model }) => model);
      },
      models: async () => kept,
      async read(_model: ModelId, _sha256: string, start: number, length: number) {
        asked.push(start);
        const bytes = whole.slice(start, Math.min(start + length, start + 100_000));
        change(bytes);
        return bytes.buffer;
      },
    };
  };
  const sent = async () => (await commands.hub(name)).sent;

  async function meet(peer: ReturnType<typeof peerOf>, misdeeds: HubOrder['misdeeds'] = []): Promise<BrowserPlace> {
    const first = tab();
    await fetched(first);
    await peer.learn(first);
    await first.remove(ID);
    first.dispose();
    await commands.hub(name, { forgetLog: true, misdeeds });
    const place = new BrowserPlace({ folder: name, hub: hub.address, catalogue: [entry()] }, peer);
    places.push(place);
    return place;
  }

  it('takes the bytes from there, and none from the hub', async () => {
    const peer = peerOf();
    const place = await meet(peer);
    await fetched(place);
    expect((await standing(place))?.status).toBe('ready');
    expect(await bytesOf()).toEqual(whole);
    expect(peer.asked).toEqual([0, 100_000, 200_000, 300_000]);
    expect(await sent()).toBe(0);
  });

  it('does so while the hub is away', async () => {
    const peer = peerOf();
    const place = await meet(peer);
    await commands.hub(name, { close: true });
    await fetched(place);
    expect((await standing(place))?.status).toBe('ready');
    hub = await commands.hub(name);
  });

  it('believes it no more than anybody: a wrong bit is found', async () => {
    const place = await meet(peerOf((bytes) => (bytes[5]! ^= 1)));
    await fetched(place);
    expect(await standing(place)).toMatchObject({ status: 'failed', fault: { reason: 'model-file-wrong-hash' } });
    expect(await shelf.bytesOf(ID, FILE)).toBeUndefined();
  });
});

describe('several tabs, and coming back', () => {
  /** Says nothing more after some bytes. */
  const stalled = () => commands.hub(name, { misdeeds: [{ do: 'stall', after: 150_000 }] });
  const isUnderWay = (place: BrowserPlace) => expect.poll(async () => (await place.look()).work[0]?.done ?? 0, { timeout: 20_000 }).toBeGreaterThanOrEqual(150_000);

  it('halts, stays halted when the studio opens again, and goes on from there when it is asked to', async () => {
    await stalled();
    const place = tab([entry()], 60_000);
    await place.fetch(ID, {});
    await isUnderWay(place);
    await place.pause(ID);
    expect(await standing(place)).toMatchObject({ status: 'paused', done: 150_000 });
    place.dispose();
    const again = tab();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await standing(again)).toMatchObject({ status: 'paused' });
    await fetched(again);
    expect(await bytesOf()).toEqual(whole);
    expect((await commands.hub(name)).sent).toBeLessThanOrEqual(SIZE * 1.02);
  });

  it('goes on by itself when the studio opens again', async () => {
    await stalled();
    const place = tab([entry()], 60_000);
    await place.fetch(ID, {});
    await isUnderWay(place);
    place.dispose();
    const again = tab();
    await expect.poll(async () => (await standing(again))?.status, { timeout: 30_000 }).toBe('ready');
    expect(await bytesOf()).toEqual(whole);
    expect((await commands.hub(name)).sent).toBeLessThanOrEqual(SIZE * 1.02);
  });

  it('leaves alone what failed, and tries it again when the studio opens again and the hub may be back', async () => {
    await commands.hub(name, { misdeeds: [cut(100_000), { do: 'answer', status: 418 }] });
    const place = tab();
    await fetched(place);
    expect(await faultOf(place)).toBe('model-hub-away');
    const { asked } = await commands.hub(name);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect((await commands.hub(name)).asked).toHaveLength(asked.length);
    place.dispose();
    const again = tab();
    await expect.poll(async () => (await standing(again))?.status, { timeout: 30_000 }).toBe('ready');
    expect((await commands.hub(name)).sent).toBeLessThanOrEqual(SIZE * 1.02);
  });

  it('says once that there is no room, and does not try it over and over', async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
    const record = await (await folder.getFileHandle('m.model.json', { create: true })).createWritable();
    const { id, name: called, licence } = entry();
    await record.write(JSON.stringify({ schema: 1, id, name: called, licence, paused: false, addedAt: 1, files: [{ path: FILE, bytes: 2 ** 50, url: `${hub.address}/o/n/resolve/main/${FILE}` }] }));
    await record.close();
    const news = new BroadcastChannel(name);
    let changes = 0;
    news.onmessage = ({ data }: MessageEvent<{ kind: string }>) => (changes += data.kind === 'changed' ? 1 : 0);
    const place = tab();
    await expect.poll(() => faultOf(place), { timeout: 20_000 }).toBe('no-room-on-disk');
    const then = changes;
    await new Promise((resolve) => setTimeout(resolve, 700));
    news.close();
    expect(changes - then).toBeLessThanOrEqual(1);
    expect((await commands.hub(name)).asked).toEqual([]);
  });

  it('sees what another tab fetches, may halt it, and takes it up when that tab is closed', async () => {
    const first = tab();
    await first.look();
    await stalled();
    const second = tab([entry()], 60_000);
    await second.fetch(ID, {});
    await isUnderWay(first);
    await expect(first.fetch(ID, {})).rejects.toMatchObject(refused('model-busy'));
    await first.pause(ID);
    expect(await standing(first)).toMatchObject({ status: 'paused', done: 150_000 });
    await idle(second);
    await stalled();
    await second.fetch(ID, {});
    await expect.poll(async () => (await second.look()).work[0]?.done ?? 0, { timeout: 20_000 }).toBeGreaterThanOrEqual(300_000);
    second.dispose();
    await expect.poll(async () => (await standing(first))?.status, { timeout: 30_000 }).toBe('ready');
    expect((await commands.hub(name)).sent).toBeLessThanOrEqual(SIZE * 1.02);
  });
});

describe('files of a person in the browser', () => {
  const handed = (bytes: number) => ({ kind: 'files', name: 'own.onnx', files: [{ path: 'own.onnx', source: new Blob([onnxOf(bytes)]) }] }) as const;

  it('are copied in the sight of who handed them in', async () => {
    const place = tab();
    const told: (readonly [number, number])[] = [];
    const id = await place.add(handed(20_000_000), { accepts: true }, (done, total) => {
      told.push([done, total]);
      return true;
    });
    expect(await standing(place, id)).toMatchObject({ status: 'ready', done: 20_000_000 });
    expect(told.length).toBeGreaterThan(1);
    expect(told[0]![0]).toBeLessThan(20_000_000);
    expect(told.at(-1)).toEqual([20_000_000, 20_000_000]);
    expect(told.every(([done], at) => done >= (told[at - 1]?.[0] ?? 0))).toBe(true);
  });

  it.each([20_000_000, 20_000])('are left when they say so, of %d bytes, and nothing stays', async (bytes) => {
    const place = tab();
    await expect(place.add(handed(bytes), { accepts: true }, () => false)).rejects.toMatchObject(refused('cancelled'));
    expect((await place.look()).standings).toEqual([]);
    expect(await place.add(handed(bytes), { accepts: true })).toBe('own');
  });
});
