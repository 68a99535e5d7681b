import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onnxOf } from '#core/domain/models/model-bytes.test-support.ts';
import type { ModelsThere } from '#core/domain/models/model-place.ts';
import { ModelId } from '#core/schema/catalogue.ts';
import type { RemoteLink } from '#lib/engine/remote/remote-link.ts';
import { RemoteModels } from '#lib/engine/remote/remote-models.ts';
import { HubStandIn } from '../stand-ins/hub/stand-in.ts';
import { DaemonProcess } from './daemon-process.ts';
import { pairedLink } from './paired-link.ts';

const WAIT_MS = 60_000;
const SIZE = 3_000_000;
const STOPS_AT = 1_000_000;
const MODNET = ModelId.parse('modnet');
const WEIGHTS = 'onnx/model_quantized.onnx';
const TOKEN = 'hf_nobodyMayReadThis';
const GATED = 'somebody/gated';
const HALTED = ModelId.parse('somebody-halted');

let hub: HubStandIn;
let folder: string;
let daemon: DaemonProcess;
let link: RemoteLink;
let place: RemoteModels;
const started: DaemonProcess[] = [];
const weights = onnxOf(SIZE);

function start(port = 0): DaemonProcess {
  daemon = new DaemonProcess(['serve', '--data', folder, '--port', String(port), '--log-level', 'trace', '--provider', 'cpu', '--hub-mirror', hub.address], { NO_PROXY: '127.0.0.1' });
  started.push(daemon);
  return daemon;
}

/** The same accelerator again, at its old address. */
async function startAgain(): Promise<void> {
  const { port } = new URL(link.paired!.address);
  await until(() => link.state.kind !== 'connected');
  await start(Number(port)).address();
  link.look();
  await until(() => link.state.kind === 'connected');
}

beforeAll(async () => {
  hub = await HubStandIn.open();
  hub.repositories.set('Xenova/modnet', { smallUpTo: 1000, files: new Map([[WEIGHTS, weights], ['config.json', new TextEncoder().encode('{}')]]) });
  hub.repositories.set('somebody/halted', { smallUpTo: 1000, files: new Map([['halted.onnx', weights]]) });
  hub.repositories.set(GATED, { smallUpTo: 1000, files: new Map([['model.onnx', onnxOf(5000)]]) });
  hub.gated.set(GATED, TOKEN);
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-daemon-models-'));
  link = await pairedLink(start());
  place = new RemoteModels(link);
}, WAIT_MS);
afterAll(async () => {
  link?.dispose();
  for (const { child } of started) child.kill('SIGKILL');
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the models of an accelerator, as a paired browser has them', { timeout: 2 * WAIT_MS }, () => {
  it('are those of its catalogue, and none is there at first', async () => {
    expect((await place.catalogue()).map(({ id }) => id)).toContain(MODNET);
    expect(await place.look()).toMatchObject({ standings: [], work: [], faults: [], room: expect.any(Number) });
    await expect(place.fetch(ModelId.parse('nowhere'), {})).rejects.toMatchObject({ fault: { reason: 'model-not-found' } });
    await expect(place.fetch(MODNET, { variant: 'none' })).rejects.toMatchObject({ fault: { reason: 'option-invalid' } });
    await expect(place.fetch(ModelId.parse('llama-3.2-1b-instruct'), {})).rejects.toMatchObject({ fault: { reason: 'model-licence-not-accepted' } });
    expect(hub.log.asked).toEqual([]);
  });

  it('go on by themselves after the accelerator was killed, but for those that were halted, and nothing is fetched twice', async () => {
    hub.stopOnce = { path: 'halted.onnx', after: STOPS_AT, how: 'stall' };
    expect(await place.add({ kind: 'hub', source: { repository: 'somebody/halted', revision: 'main' } }, { accepts: true })).toBe(HALTED);
    await there(({ work }) => work.some(({ done }) => done > STOPS_AT / 2));
    await place.pause(HALTED);
    expect(await place.look()).toMatchObject({ standings: [{ status: 'paused' }], work: [] });
    await place.setHubToken(TOKEN);
    let told = 0;
    const stop = place.watch(() => (told += 1));
    hub.stopOnce = { path: WEIGHTS, after: STOPS_AT, how: 'stall' };
    await place.fetch(MODNET, { variant: 'q8' });
    await there(({ work }) => work.some(({ id, kind, done, total }) => id === MODNET && kind === 'fetch' && done > STOPS_AT / 2 && total > SIZE));
    await until(() => told > 0);
    stop();
    await daemon.end('SIGKILL');
    expect(existsSync(path.join(folder, 'models/modnet', WEIGHTS))).toBe(false);
    hub.log = { sent: 0, asked: [] };
    await startAgain();
    await there(({ standings, work }) => work.length === 0 && standings.some(({ model, status }) => model.id === MODNET && status === 'ready'));
    expect(hub.log.asked.filter(({ where }) => where === 'store').map(({ range }) => range)).toEqual([expect.stringMatching(/^bytes=\d+-$/)]);
    expect(hub.log.asked.filter(({ path: asked }) => asked.includes('halted'))).toEqual([]);
    expect((await place.look()).standings.find(({ model }) => model.id === HALTED)).toMatchObject({ status: 'paused', done: expect.any(Number) });
    expect(hub.log.sent).toBeLessThan(SIZE - STOPS_AT / 2);
    expect(Buffer.compare(await readFile(path.join(folder, 'models/modnet', WEIGHTS)), weights)).toBe(0);
  });

  it('are handed on by their name, in parts, and only to who is paired', async () => {
    const { standings } = await place.look();
    const file = standings.find(({ model }) => model.id === MODNET)!.model.files.find((each) => each.path === WEIGHTS)!;
    const asked = await link.ask(`/shelf/modnet/files/${file.sha256}`, { headers: { Range: 'bytes=100-299' } });
    if (!asked.ok) throw new Error(asked.fault.reason);
    expect([asked.value.status, asked.value.headers.get('etag'), asked.value.headers.get('content-range')]).toEqual([206, `"${file.sha256}"`, `bytes 100-299/${SIZE}`]);
    expect(Buffer.compare(new Uint8Array(await asked.value.arrayBuffer()), weights.subarray(100, 300))).toBe(0);
    expect((await fetch(`${link.paired!.address}/api/v1/shelf/modnet/files/${file.sha256}`)).status).toBe(401);
  });

  it('go on when a halted one is asked for again, and are gone when they are removed', async () => {
    hub.log = { sent: 0, asked: [] };
    await place.fetch(HALTED, {});
    await there(({ standings }) => standings.some(({ model, status }) => model.id === HALTED && status === 'ready'));
    expect(hub.log.sent).toBeLessThan(SIZE - STOPS_AT / 2);
    await place.remove(HALTED);
    expect((await place.look()).standings.map(({ model }) => model.id)).toEqual([MODNET]);
    await expect(place.remove(HALTED)).rejects.toMatchObject({ fault: { reason: 'model-not-found' } });
  });

  it('are verified when that is asked for, and what is damaged is fetched anew', async () => {
    hub.log = { sent: 0, asked: [] };
    await place.verify(MODNET);
    await there(({ standings, work }) => work.length === 0 && standings[0]?.status === 'ready');
    await rm(path.join(folder, 'models/modnet/config.json'));
    await place.verify(MODNET);
    const { standings } = await there(({ standings: [first], work }) => work.length === 0 && first?.status === 'failed');
    expect(standings[0]?.fault).toMatchObject({ reason: 'model-file-missing', facts: { file: 'config.json' } });
    expect(hub.log.asked).toEqual([]);
    await place.fetch(MODNET, {});
    await there(({ standings: [first] }) => first?.status === 'ready');
    expect(hub.log.sent).toBe(2);
  });

  it('come in a person’s name where their makers ask for one, and the token stands nowhere', async () => {
    const add = () => place.add({ kind: 'hub', source: { repository: GATED, revision: 'main' } }, { accepts: true });
    await expect(place.add({ kind: 'hub', source: { repository: GATED, revision: 'main' } }, {})).rejects.toMatchObject({ fault: { reason: 'model-licence-not-accepted' } });
    await expect(place.add({ kind: 'address', url: `${hub.address}/x.onnx` }, { accepts: true })).rejects.toMatchObject({ fault: { reason: 'option-invalid' } });
    // It was entered before the accelerator was killed.
    expect(await place.hub()).toEqual({ address: hub.address, proxy: false, token: 'studio' });
    const id = await add();
    await there(({ standings }) => standings.some(({ model, status }) => model.id === id && status === 'ready'));
    expect(hub.log.asked.filter(({ where, token }) => where === 'store' && token !== undefined)).toEqual([]);
    for (const name of ['hub-token', 'hub-token.key']) expect((statSync(path.join(folder, name)).mode & 0o777).toString(8)).toBe('600');
    const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(names.some(({ parentPath }) => parentPath.endsWith('logs'))).toBe(true);
    for (const { parentPath, name } of names) expect((await readFile(path.join(parentPath, name))).includes(TOKEN), name).toBe(false);
    for (const { said } of started) expect(`${said.out}${said.error}`).not.toContain(TOKEN);
    await place.forgetHubToken();
    expect(await place.hub()).toEqual({ address: hub.address, proxy: false });
    expect(existsSync(path.join(folder, 'hub-token'))).toBe(false);
    await place.remove(id);
    await add();
    expect((await there(({ faults }) => faults.length > 0)).faults).toEqual([{ id, fault: { reason: 'model-not-allowed', facts: { file: GATED } } }]);
  });
});

async function there(holds: (there: ModelsThere) => boolean): Promise<ModelsThere> {
  const end = performance.now() + WAIT_MS;
  for (;;) {
    const now = await place.look();
    if (holds(now)) return now;
    if (performance.now() > end) throw new Error(`never: ${holds.toString()}\n${JSON.stringify(now, undefined, 1)}\n${daemon.said.out.slice(-3000)}\n${daemon.said.error}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + WAIT_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never: ${holds.toString()}\n${daemon.said.out.slice(-2000)}\n${daemon.said.error}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
