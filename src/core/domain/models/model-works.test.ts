import { expect, it } from 'vitest';
import { FaultError } from '../../schema/fault.ts';
import { ModelId } from '../../schema/catalogue.ts';
import { ModelWorks, type UnderWay, type WorkEnd } from './model-works.ts';

const [ONE, OTHER] = [ModelId.parse('one'), ModelId.parse('other')];

function someWorks() {
  const ends: WorkEnd[] = [];
  const bugs: unknown[] = [];
  let changes = 0;
  const works = new ModelWorks({
    newAbort: () => new AbortController(),
    changed: () => void (changes += 1),
    ended: (end) => void ends.push(end),
    broke: (error) => void bugs.push(error),
  });
  return { works, ends, bugs, changes: () => changes };
}

/** Work that goes on until somebody ends it. */
const endless = (work: UnderWay<AbortSignal>) =>
  new Promise<void>((_, reject) => work.signal.addEventListener('abort', () => reject(new FaultError('cancelled'))));

it('work with models is listed while it is done, with what it says of itself', async () => {
  const { works, ends, changes } = someWorks();
  let finish!: () => void;
  works.begin(ONE, 'fetch', async (work) => {
    Object.assign(work, { done: 3, total: 7 });
    await new Promise<void>((resolve) => (finish = resolve));
  });
  expect([works.all, works.kindOf(ONE), works.kindOf(OTHER), changes()]).toEqual([[{ id: ONE, kind: 'fetch', done: 3, total: 7 }], 'fetch', undefined, 1]);
  finish();
  await expect.poll(() => ends).toEqual([{ id: ONE, kind: 'fetch', fault: undefined, isLeft: false }]);
  expect([works.all, works.faults, works.knows(ONE)]).toEqual([[], [], false]);
});

it('a fault stays until the model is asked for again, or it is forgotten; a bug is reported and stands as interrupted', async () => {
  const { works, ends, bugs } = someWorks();
  works.begin(ONE, 'fetch', async () => Promise.reject(new FaultError('model-hub-away')));
  works.begin(OTHER, 'verify', async () => Promise.reject(new Error('a bug')));
  await expect.poll(() => ends.length).toBe(2);
  expect(works.faults.map(({ id, fault }) => [id, fault.reason])).toEqual([[ONE, 'model-hub-away'], [OTHER, 'interrupted']]);
  expect(bugs).toMatchObject([{ message: 'a bug' }]);
  works.begin(ONE, 'fetch', endless);
  works.forgetFault(OTHER);
  expect([works.faults, works.knows(ONE), works.knows(OTHER)]).toEqual([[], true, false]);
});

it('what is left is over when the wait is, and has no fault', async () => {
  const { works, ends } = someWorks();
  works.begin(ONE, 'fetch', endless);
  works.begin(OTHER, 'verify', endless);
  await works.leave(ONE);
  expect([works.kindOf(ONE), works.kindOf(OTHER), works.faults]).toEqual([undefined, 'verify', []]);
  expect(ends).toMatchObject([{ id: ONE, isLeft: true }]);
  await works.leaveAll();
  expect([works.all, works.faults]).toEqual([[], []]);
});
