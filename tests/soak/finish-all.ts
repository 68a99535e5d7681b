import { isOver } from '../../src/core/domain/job.ts';
import type { JobRecord } from '../../src/lib/storage/records.ts';
import type { Ledger } from './ledger.ts';
import type { Person } from './person.ts';

/** How long all that is left over may take, in milliseconds. */
const REST_MS = 600_000;

/** Lets all work go on until nothing is left; answers how many jobs had waited for a person's yes. */
export async function finishAll(person: Person, ledger: Ledger): Promise<number> {
  const open = () =>
    [...ledger.all('jobs')].flatMap(({ value }) => (value && !isOver((value as JobRecord).job) ? [(value as JobRecord).job] : []));
  const parked = open().filter((job) => job.state === 'waiting' && job.waitsFor.includes('person')).length;
  await person.go('Queue');
  const end = Date.now() + REST_MS;
  while (Date.now() < end && open().length > 0) {
    await person.press(/^(Go on(: .*)?|Yes, try it again)$/);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return parked;
}
