import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Attempt, Job } from '../../schema/job.ts';
import { COMMANDS, QueueWorld, type WorldCommand } from '../../../../tests/contract/queue-world.ts';

/** Sequences of 50 commands: a sample by default, all of them in `npm run soak`. */
const RUNS = Number(process.env['KINORA_RUNS'] ?? 1_000);
const SEED = process.env['KINORA_SEED'];

function playedOut(commands: readonly WorldCommand[]): QueueWorld {
  const world = new QueueWorld();
  for (const command of commands) {
    world.do(command);
    world.check();
  }
  return world;
}

describe('the rules of the queue', () => {
  it(`hold over ${RUNS} sequences of 50 commands by two tabs that crash, on clocks that jump`, { timeout: 600_000 }, () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(COMMANDS, { minLength: 50, maxLength: 50 }), (commands) => {
        const world = playedOut(commands);
        for (const queued of world.line) {
          expect(Job.parse(queued.job)).toEqual(queued.job);
          for (const attempt of queued.log) expect(Attempt.parse(attempt)).toEqual(attempt);
        }
        // Whatever happened, a calm day ends all work: nothing hangs, nothing is lost.
        world.calmDown();
        for (const event of world.happened) seen.add(event);
      }),
      { numRuns: RUNS, ...(SEED !== undefined && { seed: Number(SEED) }) },
    );
    // What never happens proves nothing; in a handful of sequences not everything does.
    if (RUNS < 1_000) return;
    expect([...seen].sort()).toEqual(
      ['begin', 'block', 'cancel', 'clear', 'crash', 'fault', 'finish', 'parked', 'pause', 'place', 'publish', 'refused a former holder', 'release', 'resume', 'retry', 'step-down', 'strand', 'unblock'].sort(),
    );
  });
});
