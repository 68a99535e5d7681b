import { mkdtemp, readFile, rm, symlink, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FetchProgress } from '#core/domain/models/fetch-model.ts';
import { graphWithData, onnxOf } from '#core/domain/models/model-bytes.test-support.ts';
import { CatalogueModel, ModelId } from '#core/schema/catalogue.ts';
import { HubStandIn, type Misdeed } from '../../tests/stand-ins/hub/stand-in.ts';
import { AskHub } from './ask-hub.ts';
import { FolderShelf } from './folder-shelf.ts';
import { type NodeModels, nodeModels } from './node-models.ts';
import { isPublic } from './public-address.ts';

const SIZE = 400_000;
const ID = ModelId.parse('m');
const MIT = { name: 'MIT', spdx: 'MIT', commercial: 'yes', restricted: false };
const entry = (extra: object = {}) =>
  CatalogueModel.parse({
    schema: 1, id: 'm', name: 'M', about: 'A.', purpose: 'depth', modes: [], runs: ['browser'], engines: [], source: { repository: 'o/n', revision: 'main' }, also: [''],
    files: [], variants: [{ id: 'fp32', files: [{ path: 'onnx/model.onnx' }] }, { id: 'q4', files: [{ path: 'q4.onnx' }] }],
    licence: MIT, sources: ['x'], unchecked: ['revision', 'bytes', 'hashes', 'memory', 'training data', 'licence text'], ...extra,
  });

let hub: HubStandIn;
let folder: string;
let shelf: FolderShelf;
const opened: AskHub[] = [];
const whole = onnxOf(SIZE);

beforeEach(async () => {
  hub = await HubStandIn.open();
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-models-'));
  shelf = new FolderShelf(folder);
  hub.repositories.set('o/n', { smallUpTo: 1000, files: new Map([['onnx/model.onnx', whole], ['q4.onnx', onnxOf(2000)], ['config.json', new TextEncoder().encode('{"a":1}')], ['modeling.py', new Uint8Array(9)]]) });
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

function models(extra: { token?: string; stallMs?: number; catalogue?: CatalogueModel[] } = {}): NodeModels {
  const ask = new AskHub({ hub: hub.address, stallMs: extra.stallMs ?? 5000, token: extra.token });
  opened.push(ask);
  return nodeModels({ shelf, hub: ask, address: hub.address, catalogue: extra.catalogue ?? [entry()] });
}
const fetch = (from = models(), wish: { variant?: string; accepts?: boolean; signal?: AbortSignal; onProgress?: (progress: FetchProgress) => void } = {}) =>
  from.fetch(ID, { signal: new AbortController().signal, onProgress: () => undefined, ...wish });
/** The config comes from the hub beside the model: what goes wrong is told to whichever is asked first, so it gets none. */
const onlyModel = () => [entry({ also: [] })];
const wrongly = (misdeeds: (Misdeed | undefined)[]) => hub.misdeeds.push(...misdeeds);

describe('fetching a model from a hub', () => {
  it('brings every file under its own name, verified, and nothing that can run', async () => {
    const seen: FetchProgress[] = [];
    const kept = await fetch(models(), { onProgress: (progress) => seen.push(progress) });
    expect(kept.files.map(({ path: name, sha256 }) => [name, sha256?.length])).toEqual([['onnx/model.onnx', 64], ['config.json', 64]]);
    expect(new Uint8Array(await readFile(path.join(folder, 'm/onnx/model.onnx')))).toEqual(whole);
    expect(seen.at(-1)).toMatchObject({ state: 'ready', done: SIZE + 7, total: SIZE + 7 });
    expect(await models().standing(ID)).toMatchObject({ status: 'ready', done: SIZE + 7 });
    hub.log.sent = 0;
    await fetch();
    expect(hub.log.sent).toBe(0);
  });

  it('goes on where it broke off, by Range and the version, and sends hardly a byte twice', async () => {
    wrongly([{ do: 'cut', after: 100_000 }, { do: 'cut', after: 50_000 }, { do: 'answer', status: 503, retryAfter: '0' }, { do: 'cut', after: 1 }]);
    await fetch(models({ catalogue: onlyModel() }));
    expect(hub.log.sent).toBeLessThanOrEqual(SIZE * 1.02);
    const asked = hub.log.asked.filter(({ where }) => where === 'store');
    expect(asked.map(({ range }) => range?.match(/^bytes=\d+-$/)?.[0] !== undefined)).toEqual([false, true, true, true, true]);
    expect(asked[1]?.ifRange).toMatch(/^"store-1-/);
  });

  it('begins anew when the file has changed in between, and never mixes two versions', async () => {
    wrongly([{ do: 'cut', after: 100_000 }]);
    const abort = new AbortController();
    await fetch(models({ catalogue: onlyModel() }), { signal: abort.signal, onProgress: ({ done }) => done >= 100_000 && abort.abort() }).catch(() => undefined);
    expect(await shelf.partBytes(ID, 'onnx/model.onnx')).toBeGreaterThan(0);
    hub.version = 2;
    hub.log.asked.length = 0;
    await fetch(models({ catalogue: onlyModel() }));
    expect(hub.log.asked.at(-1)?.ifRange).toMatch(/^"store-1-/);
    expect((await models().standing(ID))?.status).toBe('ready');
  });

  it('tells of a file from an address how large it is once its first answer says so, and takes nothing of it without room', async () => {
    const named = { schema: 1, id: ID, name: 'M', licence: { ...MIT, commercial: 'yes' } as const, paused: false, addedAt: 1, files: [{ path: 'w.onnx', url: `${hub.address}/o/n/resolve/main/onnx/model.onnx` }] } as const;
    await shelf.put({ ...named, files: [...named.files] });
    const totals: number[] = [];
    shelf.room = async () => 64 * 2 ** 20 + SIZE - 1;
    await expect(fetch()).rejects.toMatchObject({ fault: { reason: 'no-room-on-disk', facts: { file: 'w.onnx', free: 64 * 2 ** 20 + SIZE - 1 } } });
    expect([await shelf.partBytes(ID, 'w.onnx'), (await models().standing(ID))?.status]).toEqual([0, 'failed']);
    shelf.room = async () => 64 * 2 ** 20 + SIZE;
    await fetch(models(), { onProgress: ({ done, total }) => done > 0 && totals.push(total) });
    expect(new Set(totals)).toEqual(new Set([SIZE]));
  });

  it('takes a whole answer where a part was asked for', async () => {
    wrongly([{ do: 'cut', after: 100_000 }, { do: 'ignore-range' }]);
    await fetch(models({ catalogue: onlyModel() }));
    expect((await models().standing(ID))?.status).toBe('ready');
  });

  it('waits as long as it is told to', async () => {
    wrongly([{ do: 'answer', status: 429, retryAfter: '1' }]);
    const begun = performance.now();
    await fetch(models({ catalogue: onlyModel() }));
    expect(performance.now() - begun).toBeGreaterThan(990);
  });

  it('takes a line on which nothing comes for a broken one', async () => {
    wrongly([{ do: 'stall', after: 1000 }]);
    await fetch(models({ stallMs: 1200, catalogue: onlyModel() }));
    expect(hub.log.sent).toBe(SIZE);
  });

  it.each([[0], [17], [SIZE - 1]])('never keeps a file with one wrong bit, at byte %i', async (at) => {
    wrongly([{ do: 'flip', at }]);
    await expect(fetch(models({ catalogue: onlyModel() }))).rejects.toMatchObject({ fault: { reason: 'model-file-wrong-hash', facts: { file: 'onnx/model.onnx' } } });
    expect(await shelf.bytesOf(ID, 'onnx/model.onnx')).toBeUndefined();
    expect(await shelf.partBytes(ID, 'onnx/model.onnx')).toBe(0);
    expect(await models().standing(ID)).toMatchObject({ status: 'failed', fault: { reason: 'model-file-wrong-hash' } });
    await fetch();
    expect((await models().standing(ID))?.status).toBe('ready');
  });

  it.each<[string, Misdeed]>([['more than there is', { do: 'lie', bytes: SIZE + 1 }], ['less', { do: 'lie', bytes: SIZE - 1 }], ['nothing, and sends more', { do: 'overflow', by: 1 }]])('believes no server that says %s', async (_what, misdeed) => {
    wrongly([misdeed]);
    await expect(fetch(models({ catalogue: onlyModel() }))).rejects.toMatchObject({ fault: { reason: 'model-file-truncated' } });
    expect(await shelf.partBytes(ID, 'onnx/model.onnx')).toBe(0);
  });

  it('shows who asks to the hub alone, and says what to do without', async () => {
    hub.gated.set('o/n', 'hf_secret');
    await expect(fetch()).rejects.toMatchObject({ fault: { reason: 'model-not-allowed' } });
    await expect(fetch(models({ token: 'hf_wrong' }))).rejects.toMatchObject({ fault: { reason: 'model-not-allowed' } });
    hub.log.asked.length = 0;
    await fetch(models({ token: 'hf_secret' }));
    expect(hub.log.asked.filter(({ where, token }) => where === 'hub' && token === 'Bearer hf_secret').length).toBeGreaterThan(0);
    expect(hub.log.asked.filter(({ where }) => where === 'store')).not.toHaveLength(0);
    expect(hub.log.asked.filter(({ where, token }) => where === 'store' && token !== undefined)).toEqual([]);
    expect(await readFile(path.join(folder, 'm.model.json'), 'utf8')).not.toContain('hf_secret');
  });

  it('fetches nothing under a restricted licence that nobody accepted, and writes down who did', async () => {
    const catalogue = [entry({ licence: { name: 'Special', commercial: 'no', restricted: true, url: 'https://example.org/l' } })];
    await expect(fetch(models({ catalogue }))).rejects.toMatchObject({ fault: { reason: 'model-licence-not-accepted' } });
    expect(hub.log.asked).toEqual([]);
    const { accepted } = await fetch(models({ catalogue }), { accepts: true });
    expect(accepted).toMatchObject({ name: 'Special', url: 'https://example.org/l' });
    expect((await models({ catalogue }).standing(ID))?.status).toBe('ready');
  });

  it('looks for room first', async () => {
    const full = new FolderShelf(folder);
    full.room = async () => SIZE;
    shelf = full;
    await expect(fetch()).rejects.toMatchObject({ fault: { reason: 'no-room-on-disk', facts: { free: SIZE } } });
    expect(hub.log.sent).toBe(0);
  });

  it('gives up on a server that is down, keeps what it has, and goes on later', async () => {
    wrongly([{ do: 'cut', after: 100_000 }, { do: 'answer', status: 503, retryAfter: '99999' }]);
    await expect(fetch(models({ catalogue: onlyModel() }))).rejects.toMatchObject({ fault: { reason: 'model-hub-away', facts: { status: 503 } } });
    expect(await shelf.partBytes(ID, 'onnx/model.onnx')).toBeGreaterThan(90_000);
    await fetch(models({ catalogue: onlyModel() }));
    expect(hub.log.sent).toBeLessThanOrEqual(SIZE * 1.02);
  });

  it('stops when told to, and goes on from there', async () => {
    const abort = new AbortController();
    wrongly([{ do: 'stall', after: 50_000 }]);
    await expect(fetch(models({ catalogue: onlyModel() }), { signal: abort.signal, onProgress: ({ done }) => done >= 50_000 && abort.abort() })).rejects.toMatchObject({ fault: { reason: 'cancelled' } });
    await models().pause(ID);
    expect(await models().standing(ID)).toMatchObject({ status: 'paused', done: 50_000 });
    await fetch(models({ catalogue: onlyModel() }));
    expect(hub.log.sent).toBe(SIZE);
  });

  it('fetches one variant in the place of another', async () => {
    await fetch();
    await fetch(models(), { variant: 'q4' });
    expect(await shelf.bytesOf(ID, 'onnx/model.onnx')).toBeUndefined();
    expect(await shelf.bytesOf(ID, 'q4.onnx')).toBe(2000);
    expect((await shelf.get(ID))?.variant).toBe('q4');
  });

  it('lets nobody else have a model in hand meanwhile', async () => {
    const release = await shelf.hold(ID);
    await expect(fetch()).rejects.toMatchObject({ fault: { reason: 'model-busy' } });
    await release?.();
    await fetch();
  });

  it('finds a byte that was changed on the disk, deletes that file and fetches it alone', async () => {
    await fetch();
    const place = path.join(folder, 'm/onnx/model.onnx');
    const bytes = await readFile(place);
    bytes[SIZE / 2]! ^= 1;
    await writeFile(place, bytes);
    expect(await models().verify(ID)).toEqual([{ path: 'onnx/model.onnx', fault: expect.objectContaining({ reason: 'model-file-wrong-hash' }) }, { path: 'config.json' }]);
    hub.log.sent = 0;
    await fetch();
    expect(hub.log.sent).toBe(SIZE);
    expect(await models().verify(ID)).toEqual([{ path: 'onnx/model.onnx' }, { path: 'config.json' }]);
  });

  it('keeps no file that points out of its folder, whatever its hash', async () => {
    hub.repositories.set('o/n', { smallUpTo: 10, files: new Map([['onnx/model.onnx', graphWithData('../../../etc/passwd')]]) });
    await expect(fetch(models({ catalogue: onlyModel() }))).rejects.toMatchObject({ fault: { reason: 'model-file-unsafe', facts: { why: 'outside' } } });
    expect(await shelf.bytesOf(ID, 'onnx/model.onnx')).toBeUndefined();
  });

  it('writes through no link out of the folder', async () => {
    const outside = await mkdtemp(path.join(tmpdir(), 'kinora-outside-'));
    await mkdir(path.join(folder, 'm'));
    await symlink(outside, path.join(folder, 'm/onnx'));
    await expect(fetch(models({ catalogue: onlyModel() }))).rejects.toMatchObject({ fault: { reason: 'model-file-unsafe' } });
    await expect(readFile(path.join(outside, 'model.onnx.part'))).rejects.toThrow('ENOENT');
    await rm(outside, { recursive: true });
  });

  it('is led to no address of this machine or its network', async () => {
    const secret = createServer((_request, response) => response.end('secret'));
    await new Promise<void>((resolve) => secret.listen(0, '127.0.0.1', resolve));
    const { port } = secret.address() as AddressInfo;
    let wasAsked = false;
    secret.on('request', () => (wasAsked = true));
    for (const to of [`http://localhost:${port}/`, `http://[::ffff:127.0.0.1]:${port}/`, `http://0.0.0.0:${port}/`, 'http://169.254.169.254/latest/meta-data', 'http://10.0.0.1/', 'http://[::1]/', 'http://printer.local/', 'file:///etc/passwd', `http://u:p@127.0.0.1:${port}/`]) {
      hub.misdeeds.length = 0;
      wrongly([{ do: 'redirect', to }]);
      await expect(fetch(models({ stallMs: 1000, catalogue: onlyModel() })), to).rejects.toMatchObject({ fault: { reason: expect.stringMatching(/address-not-allowed|model-hub-away/) } });
    }
    expect(wasAsked).toBe(false);
    secret.close();
  });

  it('follows no circle', async () => {
    wrongly(Array.from({ length: 9 }, () => ({ do: 'redirect', to: `${hub.address}/o/n/resolve/main/onnx/model.onnx` }) as const));
    await expect(fetch(models({ catalogue: onlyModel() }))).rejects.toMatchObject({ fault: { reason: 'model-hub-away' } });
  });

  it('knows the addresses of the internet from others', () => {
    expect(['1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8'].filter(isPublic)).toHaveLength(3);
    expect(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '::', '::1', 'fd00::1', 'fe80::1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '224.0.0.1', 'x', ''].filter(isPublic)).toEqual([]);
  });
});
