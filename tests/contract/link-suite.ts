import { afterEach, describe, expect, it } from 'vitest';
import type { JobOrder } from '#core/schema/accelerator/remote-job.ts';
import { JobId, Seed, Sha256 } from '#core/schema/ids.ts';
import type { AcceleratorLink, LinkEvent } from '#lib/engine/remote/ports.ts';

/** An accelerator that a test can break and mend, and the line to it. */
export interface LinkWorld {
  readonly link: AcceleratorLink;
  /** Work stands still, until it is said to go on: then what is begun from now on is made at once. */
  goOn(): void;
  /** The next job that is begun fails for good. */
  failNext(): void;
  /** Whether the accelerator is asked for readings of its machine. */
  isWatched(): boolean;
  breakLine(): Promise<void>;
  mendLine(): Promise<void>;
  close(): Promise<void>;
}

const orderOf = (changes: Partial<JobOrder> = {}): JobOrder => ({
  id: JobId.parse(crypto.randomUUID()),
  request: { mode: 't2v', prompt: 'a red boat', negativePrompt: '', seed: Seed.parse(7), width: 32, height: 32, frames: 5, frameRate: 8, steps: 2, guidance: 1, scheduler: 'euler' },
  priority: 'normal',
  dependsOn: [],
  stepsDown: [],
  ...changes,
});
const none = async () => undefined;

/** What every line to an accelerator promises, the one that tests play as well as the real one. */
export function linkSuite(name: string, open: () => Promise<LinkWorld>): void {
  describe(`${name}: a line to an accelerator`, () => {
    let world: LinkWorld | undefined;
    afterEach(() => world?.close());

    async function begin() {
      world = await open();
      const events: LinkEvent[] = [];
      world.link.subscribe((event) => events.push(event));
      const state = async (id: JobId, wanted: string) => {
        await expect.poll(async () => (await world!.link.job(id)).ok && events.some((event) => event.kind === 'job' && event.job.order.id === id && event.job.job.state === wanted), { timeout: 15_000, interval: 10 }).toBe(true);
        const job = await world!.link.job(id);
        if (!job.ok || !job.value) throw new Error('it is not there');
        return job.value;
      };
      return { ...world, events, state };
    }

    it('takes an order once, however often it is sent, and another under its id not at all', async () => {
      const { link, events } = await begin();
      const order = orderOf();
      const [first, second] = [await link.submit(order, none), await link.submit(order, none)];
      expect(first).toMatchObject({ ok: true, value: { order, collected: false } });
      expect(second).toMatchObject({ ok: true, value: { order: { id: order.id } } });
      expect(await link.submit({ ...order, priority: 'high' }, none)).toMatchObject({ ok: false, fault: { reason: 'engine-refused' } });
      expect(await link.job(order.id)).toMatchObject({ ok: true, value: { order: { priority: 'normal' } } });
      await expect.poll(() => events.some((event) => event.kind === 'job' && event.job.order.id === order.id)).toBe(true);
    });

    it('knows nothing of a job that was never sent', async () => {
      const { link } = await begin();
      const { id } = orderOf();
      for (const asked of [link.job(id), link.cancel(id), link.retry(id), link.move(id, 'before', id)]) expect(await asked).toEqual({ ok: true, value: undefined });
      expect(await link.forget(id)).toEqual({ ok: true, value: false });
    });

    it('tells how a job goes, brings what it made as it came, and hears that it is kept', async () => {
      const { link, goOn, state, events } = await begin();
      goOn();
      const order = orderOf();
      await link.submit(order, none);
      const done = await state(order.id, 'done');
      const media = done.result!.media;
      const fractions: number[] = [];
      const file = await link.fetch(media, (fraction) => fractions.push(fraction));
      if (!file.ok) throw new Error(file.fault.reason);
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.value.arrayBuffer()));
      expect(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(media);
      expect(fractions.at(-1)).toBe(1);
      expect(done.collected).toBe(false);
      await link.collected(order.id, media);
      expect(await link.job(order.id)).toMatchObject({ value: { collected: true } });
      expect(await link.fetch(Sha256.parse('0'.repeat(64)))).toMatchObject({ ok: false, fault: { reason: 'media-damaged' } });
      expect(events.some((event) => event.kind === 'progress' && event.id === order.id)).toBe(true);
    });

    it('cancels a job once and for good, tries it again when asked, and forgets only what is over', async () => {
      const { link, state, goOn } = await begin();
      const order = orderOf();
      await link.submit(order, none);
      expect(await link.forget(order.id)).toEqual({ ok: true, value: false });
      expect(await link.cancel(order.id)).toMatchObject({ ok: true, value: { job: { state: 'cancelled' } } });
      expect(await link.cancel(order.id)).toMatchObject({ ok: true, value: { job: { state: 'cancelled' } } });
      goOn();
      await link.retry(order.id);
      await state(order.id, 'done');
      expect(await link.forget(order.id)).toEqual({ ok: true, value: true });
      expect(await link.job(order.id)).toEqual({ ok: true, value: undefined });
    });

    it('says why a job failed, and makes it when it is asked for again', async () => {
      const { link, state, goOn, failNext } = await begin();
      goOn();
      failNext();
      const order = orderOf();
      await link.submit(order, none);
      expect(await state(order.id, 'failed')).toMatchObject({ job: { fault: { reason: 'option-invalid' } } });
      await link.retry(order.id);
      await state(order.id, 'done');
    });

    it('says that it is away when it is asked while the line is broken, keeps nothing back, and tells after it what happened', async () => {
      const { link, events, breakLine, mendLine } = await begin();
      const order = orderOf();
      await link.submit(order, none);
      await breakLine();
      await expect.poll(() => link.state.kind, { timeout: 15_000 }).toBe('away');
      const late = orderOf();
      const asked = [link.submit(late, none), link.job(order.id), link.cancel(order.id), link.retry(order.id), link.forget(order.id), link.fetch(Sha256.parse('0'.repeat(64))), link.ask('/jobs')];
      for (const answer of asked) expect(await answer).toMatchObject({ ok: false, fault: { reason: 'accelerator-away' } });
      await link.collected(order.id, Sha256.parse('0'.repeat(64)));
      events.length = 0;
      await mendLine();
      await expect.poll(() => link.state.kind, { timeout: 15_000 }).toBe('connected');
      expect(events.some((event) => event.kind === 'state' && event.state.kind === 'connected')).toBe(true);
      expect(await link.job(late.id)).toEqual({ ok: true, value: undefined });
      expect(await link.job(order.id)).toMatchObject({ ok: true, value: { order: { id: order.id } } });
    });

    it('lists its jobs by HTTP, and tells nobody who has stopped listening', async () => {
      const { link } = await begin();
      const heard: LinkEvent[] = [];
      const stop = link.subscribe((event) => heard.push(event));
      stop();
      const order = orderOf();
      await link.submit(order, none);
      const answer = await link.ask('/jobs');
      if (!answer.ok) throw new Error(answer.fault.reason);
      expect(await answer.value.json()).toMatchObject({ jobs: [{ order: { id: order.id } }] });
      expect(heard).toEqual([]);
    });

    it('sends readings only while they are wanted, counted once for each who stops', async () => {
      const { link, isWatched } = await begin();
      expect(isWatched()).toBe(false);
      const [one, other] = [link.watch('machine'), link.watch('machine')];
      await expect.poll(isWatched).toBe(true);
      one();
      one();
      // What was asked in between has been heard by then.
      await link.job(orderOf().id);
      expect(isWatched()).toBe(true);
      other();
      await expect.poll(isWatched).toBe(false);
    });
  });
}
