import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { pino } from 'pino';
import { JobResult } from '#core/schema/accelerator/remote-job.ts';
import type { LinkEvent } from '#lib/engine/remote/ports.ts';
import { RemoteLink } from '#lib/engine/remote/remote-link.ts';
import { MemoryAcceleratorStore } from '#lib/storage/accelerator-store.ts';
import { sha256 } from '#lib/storage/digest.ts';
import { createApp } from '../../accelerator/http/app.ts';
import { Metrics } from '../../accelerator/http/metrics.ts';
import { openDesk } from '../../accelerator/jobs/open-desk.ts';
import { DiskShelf } from '../../accelerator/media/disk-shelf.ts';
import { openDoor } from '../fixtures/accelerator/open-door.ts';
import { READING } from '../fixtures/http-door.ts';
import { FakeHost } from './fake-host.ts';
import { FakeLink } from './fake-link.ts';
import { someModels } from '../fixtures/some-models.ts';
import { linkSuite } from './link-suite.ts';
import { someTake } from './samples.ts';

linkSuite('as tests play it', async () => {
  const link = new FakeLink();
  const file = new Blob(['a film'], { type: 'video/mp4' });
  const media = await sha256(new Uint8Array(await file.arrayBuffer()));
  const result = JobResult.parse({ media, type: 'video/mp4', bytes: file.size, recipe: someTake().recipe, timings: {}, adjustments: [] });
  let works = false;
  let fails = false;
  const work = (event: LinkEvent) => {
    if (!works || event.kind !== 'job' || event.job.job.state !== 'queued') return;
    const { id } = event.job.order;
    queueMicrotask(() => {
      link.progress(id, { stage: 'denoise', step: 1, steps: 2, fraction: 0.5 });
      if (fails) link.fail(id, { reason: 'option-invalid', facts: {} });
      else link.finish(id, file, result);
      fails = false;
    });
  };
  link.subscribe(work);
  return {
    link,
    goOn: () => void (works = true),
    failNext: () => void (fails = true),
    isWatched: () => link.watchers > 0,
    breakLine: async () => link.go('away'),
    mendLine: async () => link.go('here'),
    close: async () => link.dispose(),
  };
});

linkSuite('as it is', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinora-link-'));
  const log = pino({ enabled: false });
  const shelf = await DiskShelf.open(path.join(folder, 'media'));
  const engine = new FakeHost('onnx', 1);
  engine.hangs = true;
  const desk = openDesk({ file: path.join(folder, 'kinora.db'), shelf, engines: { onnx: engine }, log, concurrency: { onnx: 8 }, encode: async () => Buffer.from('a film'), stopMs: 10 });
  const machine = { latest: READING, history: () => [READING], subscribe: () => () => undefined, meter: () => () => undefined, close: () => undefined };
  const kept = someModels({ folder });
  const metrics = new Metrics({ desk, machine, version: '1' });
  const notAsked = () => Promise.reject(new Error('nobody asks this here'));
  const open = async (port?: number) => {
    const opened = await openDoor({
      ...{ folder, desk },
      ...(port !== undefined && { port }),
      answer: (request, response) => {
        const api = { desk, shelf, machine, metrics, engines: [engine], clients: opened.clients, tokens: opened.tokens, protocol: 1, canPair: () => true, isStopping: () => false, models: kept.models, hub: kept.hub, language: { isBusy: false, list: async () => ({ models: [], servers: [] }), complete: async () => '' }, assist: { list: async () => [], find: notAsked, isBusy: () => false, receive: notAsked, answer: notAsked, close: async () => {} } };
        void getRequestListener(createApp({ site: folder, version: '1', log, api }).fetch)(request, response);
      },
    });
    return opened;
  };
  let door = await open();
  const link = await RemoteLink.open({ store: new MemoryAcceleratorStore(), scope: crypto.randomUUID(), hold: (_name, work, closed) => work(closed), random: () => 0 });
  const offer = await door.pairing.offer();
  if (!offer.ok) throw new Error('locked');
  const paired = await link.pair(door.address, offer.value.code, 'The suite');
  if (!paired.ok) throw new Error(paired.fault.reason);
  while (link.state.kind !== 'connected') await new Promise((resolve) => setTimeout(resolve, 5));
  return {
    link,
    goOn: () => void (engine.hangs = false),
    failNext: () => void (engine.nextFault = { reason: 'option-invalid', facts: {} }),
    isWatched: () => door.machine.listeners > 0,
    breakLine: () => door.close(),
    async mendLine() {
      door = await open(door.port);
      link.look();
    },
    async close() {
      link.dispose();
      await door.close();
      await kept.close();
      metrics.close();
      await desk.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
