import { describe, expect, it } from 'vitest';
import { idOf, inLine } from '../../../../tests/contract/line.ts';
import { Sha256 } from '../../schema/ids.ts';
import { Attempt } from '../../schema/job.ts';
import type { JobEvent } from './job.ts';
import { moved, onEngine, type QueuedJob } from './queued-job.ts';

const engine = { id: 'browser', version: '1', provider: 'wasm' };
const begin: JobEvent = { type: 'begin', holder: 'tab', now: 0, leaseUntil: 9 };

function after(...events: [JobEvent, number, Parameters<typeof moved>[3]?][]): QueuedJob {
  return events.reduce<QueuedJob>((queued, [event, now, about]) => moved(queued, event, now, about)!, inLine(1));
}

describe('the log of a job', () => {
  it('tells how each attempt went', () => {
    const fault = { reason: 'out-of-memory', facts: {} } as const;
    const queued = after(
      [begin, 10],
      [{ type: 'step-down', lease: 1, fault }, 11, { stepDown: 'tiling' }],
      [begin, 12],
      [{ type: 'crash', lease: 2 }, 13],
      [begin, 14],
      [{ type: 'release', lease: 3 }, 15],
      [begin, 16],
      [{ type: 'pause' }, 17],
      [{ type: 'resume' }, 18],
      [begin, 19],
      [{ type: 'publish', lease: 5 }, 20],
      [{ type: 'finish', lease: 5, result: Sha256.parse('a'.repeat(64)) }, 21, { engine }],
    );
    expect(queued.log).toEqual([
      { number: 1, startedAt: 10, endedAt: 11, outcome: 'fault', fault, stepDown: 'tiling' },
      { number: 2, startedAt: 12, endedAt: 13, outcome: 'crashed' },
      { number: 3, startedAt: 14, endedAt: 15, outcome: 'left' },
      { number: 4, startedAt: 16, endedAt: 17, outcome: 'paused' },
      { number: 5, startedAt: 19, endedAt: 21, outcome: 'done', engine },
    ]);
    for (const attempt of queued.log) expect(Attempt.parse(attempt)).toEqual(attempt);
    expect(queued).toMatchObject({ stepsDown: ['tiling'], startedAt: 19, endedAt: 21 });
  });

  it('notes the engine of the attempt that runs, and of no other', () => {
    const running = after([begin, 10]);
    expect(onEngine(running, 1, engine)?.log).toEqual([{ number: 1, startedAt: 10, engine }]);
    expect(onEngine(running, 0, engine)).toBeUndefined();
    expect(onEngine(inLine(1), 0, engine)).toBeUndefined();
  });

  it('keeps the latest attempts only, and counts on', () => {
    let queued = inLine(1);
    for (let lease = 1; lease <= 60; lease += 1) {
      queued = moved(moved(queued, begin, 0)!, { type: 'release', lease }, 1)!;
    }
    expect(queued.log).toHaveLength(50);
    expect(queued.log.at(-1)?.number).toBe(60);
  });

  it('changes nothing where the rules refuse', () => {
    expect(moved(inLine(1), { type: 'publish', lease: 0 }, 1)).toBeUndefined();
    expect(inLine(1).id).toBe(idOf(1));
  });
});
