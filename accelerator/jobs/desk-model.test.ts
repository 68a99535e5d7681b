import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import type { JobId } from '#core/schema/ids.ts';
import { Priority } from '#core/schema/job.ts';
import { CLIENT, jobId, OTHER_CLIENT, SomeDesk, someOrder } from '../../tests/fixtures/some-desk.ts';
import type { JobEvent } from './ports.ts';
import { askedOf } from '../../tests/fixtures/of-a-clip.ts';

const RUNS = Number(process.env['KINORA_RUNS'] ?? 15);
const JOBS = 6;

const client = fc.constantFrom(CLIENT, CLIENT, OTHER_CLIENT);
const job = fc.nat(JOBS - 1);
const COMMANDS = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('submit' as const), client, job, other: fc.boolean(), needs: fc.array(job, { maxLength: 1 }), priority: fc.constantFrom(...Priority.options) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'retry' as const, 'forget' as const, 'collected' as const), client, job }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), client, job, beside: job, side: fc.constantFrom('before' as const, 'after' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('work' as const, 'away' as const, 'there' as const, 'fault' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);
type Command = typeof COMMANDS extends fc.Arbitrary<infer One> ? One : never;

/** What a client knows: what it was told of, and in the end held against the list. */
class Watcher {
  readonly known = new Map<string, RemoteJob>();
  seq = 0;

  hear(event: JobEvent): void {
    if (!('seq' in event)) return;
    expect(event.seq).toBeGreaterThan(this.seq);
    this.seq = event.seq;
    if (event.kind === 'gone') this.known.delete(`${event.client} ${event.id}`);
    else this.known.set(`${event.client} ${event.job.order.id}`, event.job);
  }
}

/** What must be so whatever came before: the sent orders are there as they were sent, and what is done stays as it is. */
class Model {
  readonly sent = new Map<string, string>();
  readonly done = new Map<string, string>();

  check(key: string, found: RemoteJob | undefined): void {
    expect(found !== undefined).toBe(this.sent.has(key));
    if (!found) return;
    RemoteJob.parse(found);
    expect(askedOf(found.order).prompt).toBe(this.sent.get(key));
    const media = found.job.state === 'done' ? found.job.result : undefined;
    expect(found.result?.media).toBe(media);
    const before = this.done.get(key);
    if (before !== undefined) expect(media).toBe(before);
    if (media !== undefined) this.done.set(key, media);
  }

  forget(key: string): void {
    this.sent.delete(key);
    this.done.delete(key);
  }
}

async function playOut(commands: readonly Command[]): Promise<void> {
  const some = await SomeDesk.make();
  const live = new Watcher();
  const model = new Model();
  let made = 0;
  const encode = async () => new TextEncoder().encode(`file ${(made += 1)}`);
  const open = () => some.open({ encode, stopMs: 50 }).subscribe((event) => live.hear(event));
  /** A client that was away from here on, and catches up in the end. */
  let since = 0;
  const away = new Map<string, RemoteJob>();
  try {
    open();
    since = live.seq = some.desk.seq;
    for (const [i, command] of commands.entries()) {
      await act(command);
      const { desk } = some;
      for (const one of [CLIENT, OTHER_CLIENT]) {
        for (let n = 0; n < JOBS; n += 1) model.check(`${one} ${jobId(n)}`, await desk.get(one, jobId(n)));
        expect((await desk.list(one)).map(({ order }) => order.id).sort()).toEqual([...live.known.keys()].filter((key) => key.startsWith(one)).map((key) => key.slice(65)).sort());
      }
      if (i === commands.length >> 1) {
        since = desk.seq;
        for (const [key, value] of live.known) away.set(key, value);
      }
    }
    some.engine.goAway(false);
    await calm(some);
    for (const one of [CLIENT, OTHER_CLIENT]) {
      for (const event of (await some.desk.since(one, since))!) {
        if (event.kind === 'gone') away.delete(`${one} ${event.id}`);
        else if (event.kind === 'job') away.set(`${one} ${event.job.order.id}`, event.job);
      }
      for (const shown of await some.desk.list(one)) {
        expect(live.known.get(`${one} ${shown.order.id}`)).toEqual(shown);
        expect(away.get(`${one} ${shown.order.id}`)).toEqual(shown);
      }
    }
    expect([live.known.size, away.size]).toEqual([model.sent.size, model.sent.size]);
  } finally {
    await some.remove();
  }

  async function act(command: Command): Promise<void> {
    const { desk } = some;
    switch (command.do) {
      case 'submit': {
        const { client: one, job: n, other, needs, priority } = command;
        const key = `${one} ${jobId(n)}`;
        const prompt = other ? 'other' : 'one';
        const order = someOrder(n, { dependsOn: needs.map(jobId), priority, request: { prompt } });
        const before = await desk.get(one, order.id);
        const sent = await desk.submit(one, order);
        const isKnown = needs.every((needed) => needed !== n && model.sent.has(`${one} ${jobId(needed)}`));
        if (before) {
          // Taken again as it was, or refused: never changed. Its place may have changed since it was sent.
          if (!sent.ok) expect(sent.fault).toEqual({ reason: 'other-order' });
          expect((await desk.get(one, order.id))?.order).toEqual(before.order);
        } else if (isKnown) {
          expect(sent.ok).toBe(true);
          model.sent.set(key, prompt);
        } else expect(sent).toMatchObject({ ok: false, fault: { reason: 'unknown-dependency' } });
        return;
      }
      case 'cancel':
      case 'retry':
        await desk[command.do](command.client, jobId(command.job));
        return;
      case 'forget': {
        const state = (await desk.get(command.client, jobId(command.job)))?.job.state ?? '';
        const isForgotten = await desk.forget(command.client, jobId(command.job));
        expect(isForgotten).toBe(['done', 'failed', 'cancelled'].includes(state));
        if (isForgotten) model.forget(`${command.client} ${jobId(command.job)}`);
        return;
      }
      case 'collected': {
        const result = (await desk.get(command.client, jobId(command.job)))?.result;
        if (result) expect(await desk.collected(command.client, jobId(command.job), result.media)).toBe(true);
        return;
      }
      case 'move':
        await desk.move(command.client, jobId(command.job), command.side === 'before' ? { before: jobId(command.beside) } : { after: jobId(command.beside) });
        return;
      case 'work':
        await new Promise((resolve) => setTimeout(resolve, 4));
        return;
      case 'away':
      case 'there':
        some.engine.goAway(command.do === 'away');
        return;
      case 'fault':
        some.engine.nextFault = { reason: 'engine-died', facts: {} };
        return;
      case 'restart':
        await some.close();
        open();
    }
  }
}

/** Whatever happened, a calm day ends all work: what waits for a person is let go on, and nothing is stuck. */
async function calm({ desk }: SomeDesk): Promise<void> {
  const isOpen = async (): Promise<JobId[]> => {
    const jobs = [...(await desk.list(CLIENT)), ...(await desk.list(OTHER_CLIENT))];
    return jobs.filter(({ job }) => !['done', 'failed', 'cancelled'].includes(job.state)).map(({ order }) => order.id);
  };
  await expect.poll(isOpen, { timeout: 10_000, interval: 10 }).toEqual([]);
}

it(`keeps its promises over ${RUNS} sequences of 40 commands by two clients, with engines that come and go, and restarts`, { timeout: 3_600_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(COMMANDS, { minLength: 40, maxLength: 40 }), playOut), {
    numRuns: RUNS,
    ...(process.env['KINORA_SEED'] !== undefined && { seed: Number(process.env['KINORA_SEED']) }),
  });
});
