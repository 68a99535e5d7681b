import { isOver } from '../../src/core/domain/queue/job.ts';
import type { JobRecord } from '../../src/lib/storage/records.ts';
import type { Ledger } from './ledger.ts';
import type { Person } from './person.ts';

/** How long the queue may come to the end of nothing, in milliseconds, before it counts as stuck. */
const STUCK_MS = 180_000;

/** Lets all work go on until nothing is left, or nothing moves any more; answers how many jobs had waited for a person's yes. */
export async function finishAll(person: Person, ledger: Ledger): Promise<number> {
  const open = () =>
    [...ledger.all('jobs')].flatMap(({ value }) => (value && !isOver((value as JobRecord).job) ? [(value as JobRecord).job] : []));
  const parked = open().filter((job) => job.state === 'waiting' && job.waitsFor.includes('person')).length;
  await person.go('Queue');
  let [left, movedAt] = [Infinity, Date.now()];
  for (let now = open().length; now > 0 && Date.now() - movedAt < STUCK_MS; now = open().length) {
    if (now < left) [left, movedAt] = [now, Date.now()];
    await person.press(/^(Go on(: .*)?|Yes, try it again)$/);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return parked;
}
