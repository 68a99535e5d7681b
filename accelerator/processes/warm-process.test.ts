import { afterEach, expect, it, vi } from 'vitest';
import { isThere } from './processes.test-support.ts';
import { type SomeOrder, someProcess } from './some-work.test-support.ts';
import { WarmProcess } from './warm-process.ts';
import type { WorkProcess } from './work-process.ts';

const never = { aborted: false };
const CANCELLED = { ok: false, fault: { reason: 'cancelled', facts: {} } };

let warm: WarmProcess<{ readonly model: string }, SomeOrder, number, string>;
const open = (idleMs = 60_000, onChange?: () => void) => (warm = new WarmProcess({ start: () => someProcess(), idleMs, ...(onChange && { onChange }) }));
afterEach(() => warm.close());

const does = (order: SomeOrder, signal: { readonly aborted: boolean } = never) => (process: WorkProcess<SomeOrder, number, string>) => process.carryOut(order, { signal });
const ask = (model = 'one', order: SomeOrder = 'answer', signal: { readonly aborted: boolean } = never) => warm.use(() => ({ model }), signal, does(order, signal));
const pidOf = async (asked: ReturnType<typeof ask>) => {
  const answer = await asked;
  if (!answer.ok) throw new Error(answer.fault.reason);
  return Number(answer.value.split(' ')[1]);
};

it('keeps its process for the same model, and has another for another once the first is gone', async () => {
  open();
  const first = await pidOf(ask());
  expect([await pidOf(ask()), warm.pid, warm.loaded]).toEqual([first, first, { model: 'one' }]);
  const second = await pidOf(warm.use(() => ({ model: 'two' }), never, (process) => (expect(isThere(first)).toBe(false), process.carryOut('answer', { signal: never }))));
  expect(second).not.toBe(first);
  expect(warm.model).toEqual({ model: 'two' });
});

it('has another process where one died in its sleep, and tells of a death at work', async () => {
  open();
  const first = await pidOf(ask());
  process.kill(first, 'SIGKILL');
  expect(await pidOf(ask())).not.toBe(first);
  expect(await ask('one', 'die')).toMatchObject({ fault: { reason: 'engine-died' } });
  expect([warm.model, warm.loaded, warm.pid]).toEqual([undefined, undefined, undefined]);
  expect(await ask()).toMatchObject({ ok: true });
});

it('ends a process whose model’s files were found wrong', async () => {
  open();
  expect(await ask('one', 'fault')).toMatchObject({ fault: { reason: 'model-not-found' } });
  expect(warm.pid).toBeUndefined();
});

it('lets whoever waits leave at once, and the next begin only after the one at work', async () => {
  open();
  const [work, wait] = [new AbortController(), new AbortController()];
  const first = warm.use(() => ({ model: 'one' }), work.signal, does('steps', work.signal));
  const second = ask('one', 'answer', wait.signal);
  const third = ask();
  expect(warm.waiting).toBe(3);
  wait.abort();
  expect(await second).toEqual(CANCELLED);
  work.abort();
  expect(await first).toEqual(CANCELLED);
  expect(await third).toMatchObject({ ok: true });
  expect(warm.waiting).toBe(0);
});

it('gives memory back when nobody asks, and when it is told to after its work', async () => {
  const onChange = vi.fn();
  open(100, onChange);
  const first = await pidOf(ask());
  onChange.mockClear();
  await vi.waitFor(() => expect(warm.pid).toBeUndefined());
  expect(onChange).toHaveBeenCalled();
  open();
  const work = ask();
  await warm.unload();
  const second = await pidOf(work);
  expect([isThere(first), isThere(second), warm.model]).toEqual([false, false, undefined]);
});

it('closed ends what is at work and what waits', async () => {
  open();
  const work = [ask('one', 'hang'), ask('two')];
  await vi.waitFor(() => expect(warm.pid).toBeDefined());
  await warm.close();
  expect(await Promise.all(work)).toEqual([CANCELLED, CANCELLED]);
  expect(warm.pid).toBeUndefined();
  expect(await ask()).toEqual(CANCELLED);
});
