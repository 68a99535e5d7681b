import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { isHeld, isOver } from '#core/domain/queue/job.ts';
import { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { JobId } from '#core/schema/ids.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { FakeLink } from '../../../tests/contract/fake-link.ts';
import { newId } from '../../../tests/contract/test-queue.ts';
import { closeTabs, made, tab, until } from './remote-tab.test-support.ts';

afterEach(closeTabs);

const offer = (takes?: number, more: Partial<EngineOffer> = {}): EngineOffer => EngineOffer.parse({ id: 'onnx', version: '1', provider: 'cpu', why: 'It is there.', models: [], ...(takes !== undefined && { takes }), ...more });

it('as many are handed over as the accelerator wants, in order, and the next when one is done', async () => {
  const [storage, link] = [openMemoryStorage(), new FakeLink({ offers: [offer(3), offer(9, { id: 'comfyui', fault: { reason: 'engine-away', facts: {} } })] })];
  const { send, job, queue } = tab(storage, link, crypto.randomUUID());
  const ids = Array.from({ length: 6 }, newId);
  for (const id of ids) await send(id, id);
  await until(() => expect(link.submitted).toEqual(ids.slice(0, 3)));
  expect(job(ids[3]!).state).toBe('queued');
  // One that waits there for its turn can be cancelled like any other, and its place is free.
  await queue.cancel(ids[1]!);
  await until(() => expect(link.submitted).toEqual(ids.slice(0, 4)));
  expect(link.jobs.get(ids[1]!)!.job.state).toBe('cancelled');
  const { file, result } = await made('film');
  link.finish(ids[0]!, file, result);
  await until(() => expect(link.submitted).toEqual(ids.slice(0, 5)));
  expect(job(ids[5]!).state).toBe('queued');
});

it('one is handed over at a time where the accelerator says no more, and never more than sixteen', async () => {
  for (const [offers, most] of [[[], 1], [[offer()], 1], [[offer(64)], 16]] as const) {
    const [storage, link] = [openMemoryStorage(), new FakeLink({ offers })];
    const { send, job } = tab(storage, link, crypto.randomUUID());
    const ids = Array.from({ length: 18 }, newId);
    for (const id of ids) await send(id, id);
    await until(() => expect(link.submitted).toEqual(ids.slice(0, most)));
    await until(() => expect(ids.filter((id) => isHeld(job(id)))).toEqual(ids.slice(0, most)));
    await closeTabs();
  }
});

type Step = 'send' | 'finish' | 'finish a later one' | 'break' | 'mend' | 'cancel' | 'reload' | 'lose';
const steps = fc.array(fc.constantFrom<Step>('send', 'send', 'send', 'finish', 'finish', 'finish a later one', 'break', 'mend', 'mend', 'cancel', 'reload', 'lose'), { minLength: 8, maxLength: 24 });

/** Time for what was asked to be done, as far as it can be. */
const pass = () => new Promise((resolve) => setTimeout(resolve, 15));

it('whatever breaks, is cancelled, forgotten or reloaded: none is passed over, none is made twice, none is lost', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 2, max: 4 }), async (script, takes) => {
      const [storage, link, scope] = [openMemoryStorage(), new FakeLink({ offers: [offer(takes)] }), crypto.randomUUID()];
      let here = tab(storage, link, scope);
      const sent: JobId[] = [];
      const lost = new Map<JobId, number>();
      const cancelled = new Set<JobId>();
      const atWork = () => [...link.jobs.values()].filter(({ job }) => !isOver(job)).map(({ order }) => order.id);
      const finish = async (id: JobId | undefined) => {
        if (id === undefined) return;
        const { file, result } = await made(id);
        link.finish(id, file, result);
      };
      const check = async () => {
        expect(atWork().length, 'more are there than it wants').toBeLessThanOrEqual(takes + cancelled.size);
        expect((await storage.jobs.all()).filter(({ job }) => isHeld(job)).length).toBeLessThanOrEqual(takes);
        const firsts = [...new Set(link.submitted)];
        expect(firsts, 'one was passed over').toEqual(sent.filter((id) => firsts.includes(id)));
        for (const [id, { job }] of link.jobs) expect(job.attempts, 'made twice').toBeLessThanOrEqual(1 + (lost.get(id) ?? 0));
      };
      for (const step of script) {
        const [first] = atWork();
        if (step === 'send') {
          const id = newId();
          sent.push(id);
          await here.send(id, id);
        } else if (step === 'finish') await finish(first);
        else if (step === 'finish a later one') await finish(atWork().at(-1));
        else if (step === 'break') link.go('away');
        else if (step === 'mend') link.go('here');
        else if (step === 'cancel' && sent.length > 0) {
          const id = sent[sent.length >> 1]!;
          if (!isOver((await storage.jobs.get(id))!.job)) cancelled.add(id);
          await here.queue.cancel(id);
        } else if (step === 'reload') {
          await here.close();
          here = tab(storage, link, scope);
        } else if (step === 'lose' && first !== undefined) {
          lost.set(first, (lost.get(first) ?? 0) + 1);
          link.go('away');
          link.lose(first);
          link.go('here');
        }
        await pass();
        await check();
      }
      link.go('here');
      for (let turn = 0; turn < 200; turn += 1) {
        const open = (await storage.jobs.all()).filter(({ job }) => !isOver(job));
        if (open.length === 0) break;
        // What is cancelled here is left to be cancelled there.
        await finish(atWork().find((id) => !cancelled.has(id)));
        here.queue.lookAround();
        await pass();
        await check();
      }
      const ends = new Map((await storage.jobs.all()).map(({ id, job }) => [id, job.state]));
      expect(sent.map((id) => ends.get(id))).toEqual(sent.map((id) => (cancelled.has(id) ? 'cancelled' : 'done')));
      expect((await storage.takes.all()).map(({ id }) => id as string).sort()).toEqual(sent.filter((id) => !cancelled.has(id)).sort());
      await closeTabs();
    }),
    { numRuns: 12 },
  );
});
