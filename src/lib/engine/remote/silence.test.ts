import { afterEach, expect, it, vi } from 'vitest';
import { DEAD_MS } from '#core/schema/accelerator/socket.ts';
import { MemoryAcceleratorStore } from '#lib/storage/accelerator-store.ts';
import { someOrder } from '../../../../tests/fixtures/accelerator/memory-desk.ts';
import { openDoor, type OpenDoor } from '../../../../tests/fixtures/accelerator/open-door.ts';
import { SilentProxy } from '../../../../tests/fixtures/silent-proxy.ts';
import type { LinkEvent } from './ports.ts';
import { RemoteLink } from './remote-link.ts';

// Both ends by a clock that runs ten times as fast.
vi.mock('#core/schema/accelerator/socket.ts', async (original) => {
  const real = await original<typeof import('#core/schema/accelerator/socket.ts')>();
  return { ...real, PING_MS: real.PING_MS / 10, DEAD_MS: real.DEAD_MS / 10 };
});

let door: OpenDoor | undefined;
let proxy: SilentProxy | undefined;
let link: RemoteLink | undefined;
afterEach(async () => {
  link?.dispose();
  proxy?.close();
  await door?.remove();
});

it('on the line is noticed by both sides in time; the job goes on, and what happened is told once the line stands again', { timeout: 30_000 }, async () => {
  expect(DEAD_MS).toBe(1_200);
  proxy = await SilentProxy.open(() => door!.port);
  door = await openDoor({ allowedHosts: ['127.0.0.1'] });
  link = await RemoteLink.open({ store: new MemoryAcceleratorStore(), scope: crypto.randomUUID(), hold: (_name, work, closed) => work(closed), random: () => 1 });
  const events: LinkEvent[] = [];
  link.subscribe((event) => events.push(event));
  const offer = await door.pairing.offer();
  if (!offer.ok) throw new Error('locked');
  const paired = await link.pair(`http://127.0.0.1:${proxy.port}`, offer.value.code, 'Behind a proxy');
  expect(paired.ok).toBe(true);
  const until = (check: () => unknown, timeout = 10_000) => vi.waitFor(() => expect(check()).toBeTruthy(), { timeout, interval: 5 });
  await until(() => link!.state.kind === 'connected');
  for (const number of [1, 2]) expect(await link.submit(someOrder(number), async () => undefined)).toMatchObject({ ok: true });
  // Long enough for pings to have kept it up.
  await new Promise((resolve) => setTimeout(resolve, DEAD_MS * 1.5));
  expect([link.state.kind, door.door.connections.proved]).toEqual(['connected', 1]);

  events.length = 0;
  proxy.cut();
  const cutAt = performance.now();
  const client = door.clients.list()[0]!.id;
  const before = (await door.desk.get(client, someOrder(1).id))!;
  const noticed = { here: 0, there: 0 };
  const watch = setInterval(() => {
    if (door!.door.connections.proved === 0) noticed.there ||= performance.now() - cutAt;
  }, 5);
  const stop = link.subscribe((event) => {
    if (event.kind === 'state' && event.state.kind !== 'connected') noticed.here ||= performance.now() - cutAt;
  });
  // The accelerator works on.
  door.desk.put(client, { ...before, job: { ...before.job, state: 'cancelled' } as typeof before.job });
  const asked = link.job(someOrder(2).id);
  await until(() => noticed.here && noticed.there);
  clearInterval(watch);
  stop();
  // In the stated time after the last word, and a look later at the most.
  expect(noticed.here).toBeLessThan(DEAD_MS * 1.3);
  expect(noticed.there).toBeLessThan(DEAD_MS * 1.3);
  expect(await asked).toMatchObject({ ok: false, fault: { reason: 'accelerator-away' } });

  await until(() => link!.state.kind === 'connected');
  await until(() => events.some(({ kind }) => kind === 'job'));
  expect(await link.job(someOrder(2).id)).toMatchObject({ ok: true, value: { job: { state: 'queued' } } });
  // What was known before is not told again.
  expect(events.filter(({ kind }) => kind === 'job')).toMatchObject([{ job: { order: { id: someOrder(1).id }, job: { state: 'cancelled' } } }]);
});
