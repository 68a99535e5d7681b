import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { MemoryAcceleratorStore } from '#lib/storage/accelerator-store.ts';
import { someOrder } from '../../../../tests/fixtures/accelerator/memory-desk.ts';
import { openDoor, type OpenDoor } from '../../../../tests/fixtures/accelerator/open-door.ts';
import type { LinkEvent } from './ports.ts';
import { RemoteLink } from './remote-link.ts';

const hashOf = (bytes: Uint8Array) => Sha256.parse(createHash('sha256').update(bytes).digest('hex'));

/** Locks as browsers have them, for the tabs of one test. */
class Locks {
  #last = new Map<string, Promise<void>>();
  hold = async (name: string, work: (signal: AbortSignal) => Promise<void>, closed: AbortSignal): Promise<void> => {
    const before = this.#last.get(name) ?? Promise.resolve();
    const turn = before.then(() => (closed.aborted ? undefined : work(closed)));
    this.#last.set(name, turn);
    await turn;
  };
}

let door: OpenDoor;
let links: RemoteLink[];
let locks: Locks;
let store: MemoryAcceleratorStore;
let scope: string;

beforeEach(async () => {
  door = await openDoor();
  links = [];
  locks = new Locks();
  store = new MemoryAcceleratorStore();
  scope = `link-${crypto.randomUUID()}`;
});
afterEach(async () => {
  for (const link of links) link.dispose();
  await door.remove();
});

async function openLink(): Promise<RemoteLink & { events: LinkEvent[] }> {
  const link = await RemoteLink.open({ store, scope, hold: locks.hold, random: () => 0 });
  links.push(link);
  const events: LinkEvent[] = [];
  link.subscribe((event) => events.push(event));
  return Object.assign(link, { events });
}

async function until(holds: () => unknown, what = holds.toString()): Promise<void> {
  const end = performance.now() + 15_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function pairedLink(): ReturnType<typeof openLink> {
  const link = await openLink();
  const offer = await door.pairing.offer();
  if (!offer.ok) throw new Error('locked');
  const paired = await link.pair(door.address, offer.value.code.toLowerCase(), 'Firefox on Linux');
  if (!paired.ok) throw new Error(JSON.stringify(paired));
  await until(() => link.state.kind === 'connected');
  return link;
}

describe('pairing', () => {
  it('says that this browser has no room for its keys, and the code is good for another try', async () => {
    const link = await openLink();
    const offer = await door.pairing.offer();
    if (!offer.ok) throw new Error('locked');
    const keys = vi.spyOn(store, 'keys').mockRejectedValueOnce(new FaultError('no-room-on-disk'));
    const pair = () => link.pair(door.address, offer.value.code, 'Firefox on Linux');
    expect(await pair()).toMatchObject({ ok: false, fault: { reason: 'fault', fault: { reason: 'no-room-on-disk' } } });
    expect([link.state.kind, door.clients.list()]).toEqual(['unpaired', []]);
    expect(await pair()).toMatchObject({ ok: true });
    expect(keys.mock.calls.length).toBeGreaterThan(1);
  });

  it('makes both sides known to each other by the code, with the same words', async () => {
    const link = await pairedLink();
    const [client] = door.clients.list();
    expect(client).toMatchObject({ name: 'Firefox on Linux' });
    expect(link.paired?.words).toEqual(client!.words);
    expect((await store.read())?.key).toBe(door.identity.key);
    expect(door.pairing.current).toBeUndefined();
  });

  it.each([
    ['not an address', 'AAAA-AAAA', 'no-address'],
    ['', 'AAAA', 'no-such-code'],
    ['', 'AAAA-AAAA', 'wrong-code'],
    ['http://127.0.0.1:9', 'AAAA-AAAA', 'fault'],
  ])('at %j with %j is refused as %s', async (address, code, reason) => {
    const link = await openLink();
    await door.pairing.offer();
    expect(await link.pair(address || door.address, code, 'x')).toMatchObject({ ok: false, fault: { reason } });
    expect(link.state).toEqual({ kind: 'unpaired' });
    expect(await store.read()).toBeUndefined();
  });

  it('is refused while no code is open, and locked after five wrong ones', async () => {
    const link = await openLink();
    const attempt = async () => {
      const answer = await link.pair(door.address, 'AAAA-AAAA', 'x');
      return answer.ok ? 'paired' : answer.fault.reason;
    };
    expect(await attempt()).toBe('no-code');
    await door.pairing.offer();
    expect([await attempt(), await attempt(), await attempt(), await attempt(), await attempt(), await attempt()]).toEqual([
      ...['wrong-code', 'wrong-code', 'wrong-code', 'wrong-code'],
      ...['locked', 'locked'],
    ]);
  });
});

describe('a line', () => {
  it('carries jobs, news, offers and readings', async () => {
    const link = await pairedLink();
    const client = door.clients.list()[0]!.id;
    const order = someOrder(1);
    const sent = await link.submit(order, async () => undefined);
    expect(sent).toMatchObject({ ok: true, value: { order } });
    expect(await link.submit(order, async () => undefined)).toEqual(sent);
    expect(await link.submit({ ...order, priority: 'high' }, async () => undefined)).toMatchObject({ fault: { reason: 'engine-refused' } });
    const progress = { stage: 'denoise', step: 1, steps: 4, fraction: 0.25 } as const;
    door.desk.tell({ kind: 'progress', client, id: order.id, progress });
    const frame = { width: 2, height: 1, frames: 1, frameRate: 8, rgb: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    door.desk.tell({ kind: 'preview', client, id: order.id, frame });
    await until(() => link.events.some(({ kind }) => kind === 'preview'));
    expect(link.events).toContainEqual({ kind: 'progress', id: order.id, progress });
    expect(link.events).toContainEqual({ kind: 'preview', id: order.id, frame });

    const reading = { at: 1, gpus: [], cpu: { load: 0.5, cores: 2 }, memory: { total: 2, free: 1 } };
    door.machine.tell(reading);
    const stop = link.watch('machine');
    await until(() => door.machine.listeners === 1);
    door.machine.tell(reading);
    await until(() => link.events.some((event) => event.kind === 'machine'));
    stop();
    await until(() => door.machine.listeners === 0);
    door.models.tell(undefined);
    const stopModels = link.watch('models');
    await until(() => door.models.listeners === 1);
    expect(link.events.some(({ kind }) => kind === 'models')).toBe(false);
    door.models.tell(undefined);
    await until(() => link.events.some(({ kind }) => kind === 'models'));
    stopModels();
    await until(() => door.models.listeners === 0);

    door.offers.tell([{ id: 'onnx', version: '1', provider: 'cpu', why: 'Because.', models: [] }]);
    await until(() => link.offers.length === 1);
    expect(await link.cancel(order.id)).toMatchObject({ ok: true, value: { job: { state: 'cancelled' } } });
    expect(await link.forget(order.id)).toEqual({ ok: true, value: true });
    expect(await link.job(order.id)).toEqual({ ok: true, value: undefined });
  });

  it('comes back after a break and tells what happened meanwhile', async () => {
    const link = await pairedLink();
    const client = door.clients.list()[0]!.id;
    await link.submit(someOrder(1), async () => undefined);
    const { folder, port, desk } = door;
    await door.close();
    await until(() => link.state.kind === 'away');
    expect(await link.job(someOrder(1).id)).toMatchObject({ fault: { reason: 'accelerator-away' } });
    await desk.cancel(client, someOrder(1).id);
    link.events.length = 0;
    door = await openDoor({ folder, port, desk });
    link.look();
    await until(() => link.events.some((event) => event.kind === 'job'));
    const jobs = link.events.filter((event) => event.kind === 'job');
    expect(jobs).toMatchObject([{ job: { job: { state: 'cancelled' } } }]);
  });

  it('that was down for too long is told the whole list, and what is gone', async () => {
    const link = await pairedLink();
    const client = door.clients.list()[0]!.id;
    for (const number of [1, 2]) await link.submit(someOrder(number), async () => undefined);
    const { folder, port, desk } = door;
    await door.close();
    await desk.forget(client, someOrder(1).id);
    desk.remembersFrom = desk.seq;
    link.events.length = 0;
    door = await openDoor({ folder, port, desk });
    await until(() => link.events.some((event) => event.kind === 'job'));
    expect(link.events.filter(({ kind }) => kind === 'job' || kind === 'gone')).toMatchObject([{ kind: 'gone', id: someOrder(1).id }, { kind: 'job', job: { order: { id: someOrder(2).id } } }]);
  });

  it('is refused for good once the client is revoked, within a second', async () => {
    const link = await pairedLink();
    const began = performance.now();
    door.clients.revoke(door.clients.list()[0]!.id);
    await until(() => link.state.kind === 'refused');
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(link.state).toMatchObject({ fault: { reason: 'accelerator-refused' } });
    await until(() => door.door.connections.proved === 0);
  });

  it('sends nothing to another accelerator at its address', async () => {
    const link = await pairedLink();
    const { port } = door;
    await door.remove();
    const lines: string[] = [];
    door = await openDoor({ port, onLog: (line) => lines.push(line) });
    link.look();
    await until(() => link.state.kind === 'refused');
    expect(link.state).toMatchObject({ fault: { reason: 'accelerator-other-key' } });
    expect(door.door.connections.proved).toBe(0);
  });

  it('goes on in another tab when the one that holds it closes, and every tab can ask', async () => {
    const first = await pairedLink();
    const second = await openLink();
    await until(() => second.state.kind === 'connected');
    expect(await second.submit(someOrder(1), async () => undefined)).toMatchObject({ ok: true });
    await until(() => second.events.some(({ kind }) => kind === 'job'));
    const stop = second.watch('machine');
    const stopModels = second.watch('models');
    await until(() => door.machine.listeners === 1 && door.models.listeners === 1);
    second.events.length = 0;
    first.dispose();
    await until(() => second.events.some((event) => event.kind === 'state' && event.state.kind === 'connected'));
    await until(() => door.door.connections.proved === 1 && door.machine.listeners === 1 && door.models.listeners === 1);
    expect(await second.job(someOrder(1).id)).toMatchObject({ ok: true });
    stop();
    stopModels();
    await until(() => door.machine.listeners === 0 && door.models.listeners === 0);
    await second.unpair();
    await until(() => second.state.kind === 'unpaired' && door.door.connections.proved === 0);
  });
});

describe('media', () => {
  it('is fetched on from where it broke off, and taken only whole', async () => {
    await door.remove();
    const bytes = new Uint8Array(300_000).map((_, i) => i % 251);
    let goes = 0;
    door = await openDoor({
      answer: (request, response) => {
        const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
        const isKnown = door.tokens.clientOf(/^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '', undefined);
        if (!isKnown) return response.writeHead(401).end();
        goes += 1;
        response.writeHead(from > 0 ? 206 : 200, { 'Content-Length': bytes.length - from });
        if (goes === 1) response.write(bytes.subarray(0, 100_000), () => response.destroy());
        else response.end(bytes.subarray(from));
      },
    });
    const link = await pairedLink();
    const fetched = await link.fetch(hashOf(bytes));
    if (!fetched.ok) throw new Error(JSON.stringify(fetched));
    expect(hashOf(new Uint8Array(await fetched.value.arrayBuffer()))).toBe(hashOf(bytes));
    expect(goes).toBe(2);
    expect(await link.fetch(hashOf(Uint8Array.of(1)))).toMatchObject({ fault: { reason: 'media-damaged' } });
  });

  it('that a job needs is sent before it', async () => {
    await door.remove();
    const got: string[] = [];
    const picture = Uint8Array.of(1, 2, 3);
    door = await openDoor({
      answer: (request, response) => {
        got.push(`${request.method} ${request.url}`);
        door.desk.missing = [];
        response.writeHead(201).end('{}');
      },
    });
    const link = await pairedLink();
    door.desk.missing = [hashOf(picture)];
    expect(await link.submit(someOrder(1), async () => undefined)).toMatchObject({ fault: { reason: 'media-damaged' } });
    expect(got).toEqual([]);
    expect(await link.submit(someOrder(1), async () => new Blob([picture]))).toMatchObject({ ok: true });
    expect(got).toEqual([`PUT /api/v1/media/${hashOf(picture)}`]);
  });
});
