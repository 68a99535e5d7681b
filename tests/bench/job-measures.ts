import { median, type Measure, ms, p99, timed } from './measure.ts';
import { FakeHost } from '../contract/fake-host.ts';
import { CLIENT, jobId, SomeDesk, someOrder } from '../fixtures/some-desk.ts';

const JOBS = 10_000;
const CLAIMS = 50;

/** The accelerator's desk with 10,000 jobs in line: to take one more, to begin the next, to start again. */
export async function jobMeasures(): Promise<Measure[]> {
  const some = await SomeDesk.make();
  // Away: everything waits in line.
  some.engine.goAway(true);
  try {
    let desk = some.open();
    const submits: number[] = [];
    for (let n = 0; n < JOBS; n += 1) submits.push(await timed(() => desk.submit(CLIENT, someOrder(n))));
    await some.close();

    const restart = await timed(async () => {
      desk = some.open();
      if ((await desk.list(CLIENT)).length !== JOBS) throw new Error('jobs are missing');
    });
    await some.close();

    const claims = await claimTimes(some);
    const late = submits.slice(-JOBS / 10);
    return [
      { name: '10,000 jobs queued: submit p99', value: p99(late), unit: 'ms', detail: `${ms(median(late))} in the middle, of the last ${late.length}; on the disk before it answers` },
      { name: '10,000 jobs queued: from one job to the next', value: median(claims), unit: 'ms', detail: `median of ${claims.length}; the file of one, its end and the begin of the next, all on the disk` },
      { name: '10,000 jobs queued: restart', value: restart, unit: 'ms', detail: 'until all are read, checked and listed' },
    ];
  } finally {
    await some.remove();
  }
}

/** Milliseconds from the moment that an engine has ended one job until it is given the next. */
async function claimTimes(some: SomeDesk): Promise<number[]> {
  const engine = new FakeHost('onnx', 0);
  const run = engine.run.bind(engine);
  const claims: number[] = [];
  let endedAt: number | undefined;
  engine.run = (request, context) => {
    if (endedAt !== undefined) claims.push(performance.now() - endedAt);
    return run(request, context);
  };
  const desk = some.open({
    engines: { onnx: engine },
    encode: async ({ recipe }) => {
      queueMicrotask(() => (endedAt = performance.now()));
      return new Uint8Array([recipe.seed & 255, 1]);
    },
  });
  while ((await desk.get(CLIENT, jobId(CLAIMS)))?.job.state !== 'done') await new Promise((resolve) => setTimeout(resolve, 20));
  await some.close();
  return claims;
}
