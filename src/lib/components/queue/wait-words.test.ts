import { expect, it } from 'vitest';
import type { JobRecord } from '#lib/storage/records.ts';
import { someJob } from '../../../../tests/contract/samples.ts';
import { rowDescription, waitWords } from './wait-words.ts';

type Around = Parameters<typeof waitWords>[1];

const queue = { times: { now: 5000 } } as Parameters<typeof waitWords>[2];
const around = (records: readonly JobRecord[] = []) =>
  ({ accelerator: { isPaired: false }, engine: { model: { status: 'fetching', fraction: 0.429 } }, jobs: { records } }) as unknown as Around;
const stood = (record: JobRecord, change: object) => ({ ...record, job: { ...record.job, ...change } }) as JobRecord;
const waits = (...waitsFor: readonly string[]) => stood(someJob(), { state: 'waiting', waitsFor });

it('says nothing of a job that only waits for its turn, or for nothing', () => {
  for (const record of [someJob(), someJob('running'), stood(someJob(), { state: 'paused' })]) expect(rowDescription(record, around(), queue)).toBe('');
});

it('names what must be done first, and all that is waited for', () => {
  const first = someJob();
  const record = { ...waits('dependency', 'model'), dependsOn: [first.id] };
  expect(waitWords(record, around([first, record]), queue)).toBe('Begins after “a red ball”. Waits for the model: 42 % is here.');
  expect(waitWords(waits('accelerator'), around(), queue)).toBe('Waits for an accelerator. None is paired with this browser.');
  expect(waitWords(stood(waits('person'), { crashes: 2 }), around(), queue)).toMatch(/^Kinora broke off 2 times /);
});

it('says after a fault when it is tried again and what is saved then, and of what failed why', () => {
  const fault = { reason: 'out-of-memory', facts: {} } as const;
  const again = { ...stood(someJob(), { lastFault: fault, notBefore: 9000, pauseFrom: 5000 }), stepsDown: ['tiling'] } as JobRecord;
  expect(waitWords(again, around(), queue)).toMatch(/^The machine ran out of memory during the work\. Tries again with smaller tiles in /);
  expect(rowDescription(someJob('failed'), around(), queue)).toMatch(/^There was not enough memory\. The machine ran out of memory .* try again\.$/);
});
