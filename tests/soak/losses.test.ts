import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { addScene } from '../../src/core/document/commands/scene.ts';
import { createProject } from '../../src/core/document/create-project.ts';
import { seal } from '../../src/core/document/log/sealed.ts';
import { sampleOrigin } from '../../src/core/document/sample-origin.ts';
import type { Job } from '../../src/core/schema/job.ts';
import type { Take } from '../../src/core/schema/take.ts';
import type { Draft, JobRecord } from '../../src/lib/storage/records.ts';
import { someHash, someJob, someTake } from '../contract/samples.ts';
import { findDisorder } from './disorder.ts';
import type { Kept } from './kept.ts';
import { Ledger } from './ledger.ts';
import { findLosses } from './losses.ts';
import { lostEdits } from './lost-edits.ts';

const page = {} as Page;

function ledgerOf(...writes: readonly (readonly [store: string, key: string, value: unknown])[]): Ledger {
  const ledger = new Ledger();
  for (const [at, [store, key, value]] of writes.entries()) {
    ledger.note({ page, at, store, key, value: value === undefined ? undefined : JSON.parse(JSON.stringify(value)) });
  }
  return ledger;
}

const blobsOf = (...takes: readonly Take[]) =>
  Object.fromEntries(takes.flatMap(({ media, poster, filmstrip }) => [media, poster, filmstrip].map(({ sha256, bytes }) => [sha256, bytes])));

const kept = (parts: Partial<Kept>): Kept => ({
  jobs: [], takes: [], draft: undefined, settings: undefined, projects: [], logs: {}, damaged: [], tries: 1, blobs: blobsOf(...(parts.takes ?? [])), ...parts,
});
const base = someJob('running');
/** One and the same job in some state. */
const record = (state: Job['state'], changes: object = {}): JobRecord => ({
  ...base,
  job: { ...base.job, state, result: someHash('b'), fault: { reason: 'worker-died', facts: {} }, ...changes } as Job,
});

describe('what was acknowledged and is not there is found', () => {
  it('nothing, where all is as it was', () => {
    const job = record('queued');
    expect(findLosses(kept({ jobs: [job] }), ledgerOf(['jobs', job.id, job]))).toEqual([]);
  });

  it('a job that is gone', () => {
    const job = record('queued');
    expect(findLosses(kept({}), ledgerOf(['jobs', job.id, job]))).toEqual([`job ${job.id} is gone; it was queued`]);
  });

  it('a job that fell back behind what was kept of it', () => {
    const now = record('running', { lease: 1 });
    const was = record('running', { lease: 2 });
    expect(findLosses(kept({ jobs: [now] }), ledgerOf(['jobs', was.id, was]))).toHaveLength(1);
  });

  it('a take without its bytes, and one that is gone', () => {
    const take = someTake();
    const ledger = ledgerOf(['takes', take.id, take]);
    expect(findLosses(kept({}), ledger)).toEqual([`take ${take.id} is gone`]);
    const { [take.media.sha256]: _media, ...rest } = blobsOf(take);
    expect(findLosses(kept({ takes: [take], blobs: rest }), ledger)).toHaveLength(1);
    expect(findLosses(kept({ takes: [take], damaged: [take.poster.sha256] }), ledger)).toHaveLength(1);
  });

  it('a name and a prompt that are the older ones again', () => {
    const take = someTake({ name: 'Shot 7' });
    const draft = { prompt: 'a red ball, 12 by d' } as Draft;
    const ledger = ledgerOf(['takes', take.id, take], ['singles', 'draft', draft]);
    expect(findLosses(kept({ takes: [take], draft }), ledger)).toEqual([]);
    const older = kept({ takes: [{ ...take, name: 'Shot 6' }], draft: { ...draft, prompt: 'a red ball, 11 by day' } });
    expect(findLosses(older, ledger)).toHaveLength(2);
  });

  it('a job that is done without a take, and a clip that was published twice', () => {
    const done = record('done');
    expect(findLosses(kept({ jobs: [done] }), new Ledger())).toEqual([`job ${done.id} is done and has no take`]);
    expect(findLosses(kept({ takes: [someTake(), someTake()] }), new Ledger())).toHaveLength(1);
  });
});

describe('what was changed in a film and is not there is found', () => {
  const [id, base64] = ['a-film', (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')];
  /** A film's log, and the ledger of it. */
  function film() {
    const made = createProject({ name: 'Kite' }, sampleOrigin(1));
    if (!made.ok) throw new Error(made.fault.reason);
    const entries = [base64(seal(made.value.encode()))];
    made.value.onUpdate((update) => void entries.push(base64(seal(update))));
    for (const name of ['Morning', 'Noon', 'Night']) made.value.run(addScene({ content: { name } }));
    const ledger = new Ledger();
    entries.forEach((bytes, at) => ledger.note({ page, at, store: 'project-log', key: [id, at] as unknown as string, value: { bytes, at } }));
    return { ledger, entries, document: made.value };
  }

  it('nothing, where all of it is there, one by one or in one', () => {
    const { ledger, entries, document } = film();
    expect([...lostEdits({ projects: [id], logs: { [id]: entries } }, ledger)]).toEqual([]);
    expect([...lostEdits({ projects: [id], logs: { [id]: [base64(seal(document.encode()))] } }, ledger)]).toEqual([]);
  });

  it('the last change, one in the middle, a broken one, a whole film', () => {
    const { ledger, entries } = film();
    const lost = (logs: readonly string[]) => [...lostEdits({ projects: [id], logs: { [id]: logs } }, ledger)];
    expect(lost(entries.slice(0, -1))).toEqual([`project ${id} lacks 1 changes that were kept`]);
    expect(lost(entries.toSpliced(1, 1))).toHaveLength(1);
    expect(lost(entries.with(2, base64(Uint8Array.of(1, 2, 3))))).toHaveLength(2);
    expect(lost([])[0]).toBe(`project ${id} does not open: damaged`);
    ledger.note({ page, at: 9, store: 'projects', key: id, value: { id } });
    expect([...lostEdits({ projects: [], logs: {} }, ledger)]).toEqual([`project ${id} is gone`]);
  });
});

describe('what the queue must never do is found', () => {
  const other = someJob('running');

  it('two jobs at once, and one begun again while it is held', () => {
    const job = record('running', { lease: 1 });
    expect(findDisorder(ledgerOf(['jobs', job.id, job], ['jobs', other.id, other]))).toHaveLength(1);
    expect(findDisorder(ledgerOf(['jobs', job.id, job], ['jobs', job.id, record('running', { lease: 2 })]))).toHaveLength(1);
  });

  it('a holder who was given up and wrote all the same', () => {
    const { id } = record('queued');
    expect(findDisorder(ledgerOf(['jobs', id, record('queued', { lease: 2 })], ['jobs', id, record('failed', { lease: 1 })]))).toHaveLength(1);
  });

  it('a job that was done and is no more', () => {
    const { id } = record('done');
    expect(findDisorder(ledgerOf(['jobs', id, record('done')], ['jobs', id, record('queued')]))).not.toEqual([]);
    expect(findDisorder(ledgerOf(['jobs', id, record('done')], ['jobs', id, undefined]))).toEqual([]);
  });
});
