import { describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { BatchId } from '#core/schema/ids.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { type JobRecord, Settings } from '#lib/storage/records.ts';
import { queueSpy } from '../../../../tests/contract/queue-spy.ts';
import { someJob } from '../../../../tests/contract/samples.ts';
import { JobsState } from './jobs.svelte.ts';
import { QueueList } from './queue-list.svelte.ts';
import { ShellState } from '../shell/shell.svelte.ts';

function newList(jobs: readonly JobRecord[], held = false) {
  const storage = openMemoryStorage();
  const { queue, tell } = queueSpy();
  const shell = new ShellState(storage.settings, Settings.parse({}), 'memory');
  const state = new JobsState(queue, shell);
  const list = new QueueList(queue, storage.blobs, state, { expectedMs: () => 10_000 }, shell);
  tell({ kind: 'jobs', jobs, held });
  const row = (record: JobRecord) => list.rows.find(({ key }) => key === record.id)!;
  const said = () => shell.announcement.text;
  return { list, queue, tell, shell, row, said };
}

const batch = BatchId.parse(crypto.randomUUID());
const inBatch = (): JobRecord => ({ ...someJob(), batch });
const paused = (): JobRecord => {
  const record = someJob();
  return { ...record, job: { ...record.job, state: 'paused' } as JobRecord['job'] };
};

describe('the order of the queue', () => {
  it('walks the rows from top to bottom, headers of batches too', () => {
    const [a, b, c, d] = [someJob('running'), inBatch(), inBatch(), someJob('failed')];
    const { list } = newList([a, b, c, d]);
    expect(list.rows.map(({ kind, key }) => (kind === 'batch' ? 'header' : key))).toEqual([a.id, 'header', b.id, c.id, d.id]);
    expect(list.line.map(({ id }) => list.place(id))).toEqual([1, 2]);
  });

  it('folds a batch, and lists a finished one folded', () => {
    const [a, b] = [inBatch(), inBatch()];
    const { list } = newList([a, b]);
    list.setOpen(list.rows[0]!, false);
    expect(list.rows).toHaveLength(1);
    list.setOpen(list.rows[0]!, true);
    expect(list.rows).toHaveLength(3);
    const over = (record: JobRecord) => ({ ...record, job: { ...record.job, state: 'cancelled' } as JobRecord['job'] });
    const finished = newList([over(a), over(b)]).list;
    expect(finished.rows.map(({ kind }) => kind)).toEqual(['batch']);
  });

  it('lists a few finished jobs, and more when asked', () => {
    const over = Array.from({ length: 45 }, (_, i) => {
      const record = someJob();
      return { ...record, endedAt: i, job: { ...record.job, state: 'cancelled' } as JobRecord['job'] };
    });
    const { list } = newList(over);
    expect([list.rows.length, list.sections[0]!.more]).toEqual([20, 25]);
    expect(list.rows[0]!.key).toBe(over[44]!.id);
    list.showMore('finished');
    list.showMore('finished');
    expect([list.rows.length, list.sections[0]!.more]).toEqual([45, 0]);
  });

  it('leaves the keys at a row that is there, whatever goes', () => {
    const [a, b] = [someJob(), someJob()];
    const { list, tell } = newList([a, b]);
    expect(list.current).toBe(a.id);
    list.focus(b.id);
    tell({ kind: 'jobs', jobs: [b, a], held: false });
    expect(list.current).toBe(b.id);
    tell({ kind: 'jobs', jobs: [a], held: false });
    expect(list.current).toBe(a.id);
  });
});

describe('choosing jobs', () => {
  it('chooses one, more, a stretch, a whole batch, all and none', () => {
    const [a, b, c, d] = [someJob(), someJob(), inBatch(), inBatch()];
    const { list, row } = newList([a, b, c, d]);
    const chosen = () => list.selected.map(({ id }) => id);
    list.choose(row(a));
    list.choose(row(b));
    expect(chosen()).toEqual([b.id]);
    list.toggle(row(a));
    expect(chosen()).toEqual([a.id, b.id]);
    list.toggle(row(a));
    expect(chosen()).toEqual([b.id]);
    list.choose(row(a));
    list.stretch(row(c));
    expect(chosen()).toEqual([a.id, b.id, c.id]);
    const header = list.rows.find(({ kind }) => kind === 'batch')!;
    list.choose(row(a));
    list.stretch(header);
    expect(chosen()).toEqual([a.id, b.id, c.id]);
    list.setOpen(header, false);
    list.stretch(header);
    expect(chosen()).toEqual([a.id, b.id, c.id, d.id]);
    list.choose(header);
    expect(chosen()).toEqual([c.id, d.id]);
    list.selectAll();
    expect(chosen()).toHaveLength(4);
    list.selectNone();
    expect(chosen()).toEqual([]);
  });

  it('acts on all that is chosen from a chosen row, on one row elsewhere, and on nothing that is gone', () => {
    const [a, b, c] = [someJob(), someJob(), someJob()];
    const { list, row, tell } = newList([a, b, c]);
    list.choose(row(a));
    list.toggle(row(b));
    expect(list.targets(row(a)).map(({ id }) => id)).toEqual([a.id, b.id]);
    expect(list.targets(row(c)).map(({ id }) => id)).toEqual([c.id]);
    tell({ kind: 'jobs', jobs: [b, c], held: false });
    expect(list.targets(row(b)).map(({ id }) => id)).toEqual([b.id]);
  });
});

describe('moving jobs', () => {
  it('moves one place and says which', async () => {
    const [a, b, c] = [someJob(), someJob(), someJob()];
    const { list, queue, said } = newList([a, b, c]);
    await list.actions.step([c], 'up');
    expect(queue.moveTo.mock.lastCall).toEqual([c.id, { before: b.id }]);
    expect(said()).toBe('Moved to place 2 of 3.');
    await list.actions.step([a], 'down');
    expect(queue.moveTo.mock.lastCall).toEqual([a.id, { after: b.id }]);
    expect(said()).toBe('Moved to place 2 of 3.');
  });

  it('passes a batch as one, and moves a batch as one', async () => {
    const [a, b, c, d] = [someJob(), inBatch(), inBatch(), someJob()];
    const { list, queue, said } = newList([a, b, c, d]);
    await list.actions.step([d], 'up');
    expect(queue.moveTo.mock.lastCall).toEqual([d.id, { before: b.id }]);
    expect(said()).toBe('Moved to place 2 of 4.');
    queue.moveTo.mockClear();
    await list.actions.step([b, c], 'down');
    expect(queue.moveTo.mock.calls).toEqual([
      [b.id, { after: d.id }],
      [c.id, { after: b.id }],
    ]);
    expect(said()).toBe('Moved to place 3 of 4.');
    await list.actions.step([c], 'up');
    expect(queue.moveTo.mock.lastCall).toEqual([c.id, { before: b.id }]);
  });

  it('goes to the top and the bottom, together', async () => {
    const [a, b, c] = [someJob(), someJob(), someJob()];
    const { list, queue, said } = newList([a, b, c]);
    await list.actions.toTop([b, c]);
    expect(queue.moveTo.mock.calls).toEqual([
      [b.id, { before: a.id }],
      [c.id, { after: b.id }],
    ]);
    expect(said()).toBe('Moved to place 1 of 3.');
    await list.actions.toBottom([a]);
    expect(queue.moveTo.mock.lastCall).toEqual([a.id, { after: c.id }]);
    expect(said()).toBe('Moved to place 3 of 3.');
  });

  it('says when there is nowhere to go, and moves nothing that runs', async () => {
    const [run, a, b] = [someJob('running'), someJob(), someJob()];
    const { list, queue, said } = newList([run, a, b]);
    await list.actions.step([a], 'up');
    expect(said()).toBe('Already first in line.');
    await list.actions.step([b], 'down');
    expect(said()).toBe('Already last in line.');
    await list.actions.step([run], 'down');
    await list.actions.toTop([run]);
    expect(queue.moveTo).not.toHaveBeenCalled();
  });
});

describe('what is done with jobs', () => {
  it('asks the queue only for what the rules allow', async () => {
    const [run, wait, aside, failed] = [someJob('running'), someJob(), paused(), someJob('failed')];
    const all = [run, wait, aside, failed];
    const { list, queue, said } = newList(all);
    await list.actions.pause(all);
    expect(queue.pause).toHaveBeenCalledWith(run.id, wait.id);
    expect(said()).toBe('2 jobs are paused.');
    await list.actions.resume(all);
    expect(queue.resume).toHaveBeenCalledWith(aside.id);
    expect(said()).toBe('“a red ball” goes on.');
    await list.actions.retry(all);
    expect(queue.retry).toHaveBeenCalledWith(failed.id);
    await list.actions.dismiss([run, wait]);
    expect(queue.dismiss).not.toHaveBeenCalled();
  });

  it('takes a cancellation back: all in line again, and paused what was paused', async () => {
    const [wait, aside] = [someJob(), paused()];
    const { list, queue, shell } = newList([wait, aside]);
    await list.actions.cancel([wait, aside]);
    expect(queue.cancel).toHaveBeenCalledWith(wait.id, aside.id);
    const { text, action } = shell.toasts.at(-1)!;
    expect(text).toBe('2 jobs were cancelled.');
    action!.run();
    await vi.waitFor(() => expect(queue.pause).toHaveBeenCalledWith(aside.id));
    expect(queue.retry).toHaveBeenCalledWith(wait.id, aside.id);
  });

  it('takes a removal back, job and log as they were', async () => {
    const failed = someJob('failed');
    const { list, queue, shell } = newList([failed]);
    await list.actions.dismiss([failed]);
    expect(queue.dismiss).toHaveBeenCalledWith(failed.id);
    shell.toasts.at(-1)!.action!.run();
    await vi.waitFor(() => expect(queue.restore).toHaveBeenCalledWith(failed));
  });

  it('takes back what was done last by its key, one after the other, and says what', async () => {
    const [a, b, c] = [someJob(), { ...someJob(), priority: 'high' as const }, someJob()];
    const { list, queue, shell, said } = newList([b, a, c]);
    await list.actions.toBottom([b, a]);
    await list.actions.prioritise('low', [c]);
    await list.actions.cancel([c]);

    await list.actions.undo();
    expect(queue.retry).toHaveBeenCalledWith(c.id);
    expect(said()).toBe('Undone: “a red ball” was cancelled.');
    expect(shell.toasts, 'the message is gone with what it offered').toEqual([]);
    await list.actions.undo();
    expect(queue.prioritise.mock.lastCall).toEqual(['normal', c.id]);
    queue.moveTo.mockClear();
    queue.prioritise.mockClear();
    await list.actions.undo();
    expect(queue.moveTo.mock.calls).toEqual([
      [b.id, { before: c.id }],
      [a.id, { after: b.id }],
    ]);
    expect(queue.prioritise.mock.calls).toEqual([['high', b.id], ['normal', a.id]]);
    await list.actions.undo();
    expect(said()).toBe('There is nothing to undo.');
  });

  it('takes nothing back twice, and takes a copy out again', async () => {
    const [a, copy] = [someJob(), someJob()];
    const { list, queue, shell, said } = newList([a]);
    await list.actions.cancel([a]);
    shell.toasts.at(-1)!.action!.run();
    await list.actions.undo();
    expect(said()).toBe('There is nothing to undo.');
    queue.duplicate.mockResolvedValueOnce(copy.id);
    await list.actions.duplicate([a]);
    await list.actions.undo();
    expect([queue.cancel.mock.lastCall, queue.dismiss.mock.lastCall]).toEqual([[copy.id], [copy.id]]);
  });

  it('says on the spot when the disk does not take it', async () => {
    const wait = someJob();
    const { list, queue, shell } = newList([wait]);
    queue.prioritise.mockRejectedValueOnce(new FaultError('no-room-on-disk'));
    await list.actions.prioritise('high', [wait]);
    expect(shell.toasts.at(-1)).toMatchObject({ kind: 'bad' });
    expect(shell.toasts.at(-1)!.text).toContain('does not fit');
  });
});

describe('when it is done', () => {
  it('adds up what stands before a job, and claims nothing while all is paused', () => {
    const [a, b, aside] = [someJob(), someJob(), paused()];
    const { list, tell } = newList([a, aside, b]);
    expect(list.times.of(b.id)).toEqual({ beginsInMs: 10_000, endsInMs: 20_000 });
    expect(list.times.of(aside.id)).toBeUndefined();
    expect(list.times.until([a, b])).toBe(20_000);
    expect(list.times.until([a, aside])).toBeNull();
    tell({ kind: 'jobs', jobs: [a, aside, b], held: true });
    expect(list.times.of(b.id)).toBeUndefined();
  });

  it('does not judge an accelerator by this browser', () => {
    const remote: JobRecord = { ...someJob(), lane: 'remote' };
    expect(newList([remote]).list.times.leftMs(remote)).toBeNull();
  });
});
