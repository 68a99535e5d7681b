import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isThere, leaveNoMemory } from './processes.test-support.ts';
import { OWNER, type SomeOrder, someOptions, someProcess } from './some-work.test-support.ts';
import { workOnce } from './work-once.ts';
import type { WorkProcess } from './work-process.ts';

const never = { aborted: false };
const quiet = { signal: never };
const CANCELLED = { ok: false, fault: { reason: 'cancelled', facts: {} } };

const open: WorkProcess<SomeOrder, number, string>[] = [];
const start = (changes: Parameters<typeof someProcess>[0] = {}) => {
  const process = someProcess(changes);
  open.push(process);
  return process;
};
afterEach(async () => {
  for (const process of open) process.end();
  await Promise.all(open.splice(0).map(({ gone }) => gone));
});
const is = (answer: { readonly pid: number | undefined }) => ({ ok: true, value: `process ${answer.pid}` });

describe('a process of ours', () => {
  it('carries out one order after the other, and nothing comes of one that is done', async () => {
    const process = start();
    const news: number[] = [];
    expect([process.alive, process.heard, process.isReady]).toEqual([true, false, false]);
    expect(await process.carryOut('answer', quiet)).toEqual(is(process));
    expect([process.heard, process.isReady]).toEqual([true, true]);
    expect(await process.carryOut('answer', { ...quiet, onNews: (told) => news.push(told) })).toEqual(is(process));
    expect(news).toEqual([0]);
  });

  it('takes one order at a time', async () => {
    const process = start();
    const first = process.carryOut('answer', quiet);
    await expect(process.carryOut('answer', quiet)).rejects.toThrow('one order at a time');
    expect(await first).toEqual(is(process));
  });

  it('tells what it met, and is still good; a bug is thrown, and it is not', async () => {
    const process = start();
    expect(await process.carryOut('fault', quiet)).toEqual({ ok: false, fault: { reason: 'model-not-found', facts: { model: 'nobody' } } });
    expect(await process.carryOut('answer', quiet)).toEqual(is(process));
    await expect(process.carryOut('bug', quiet)).rejects.toThrow('nobody thought of this');
    expect([process.alive, process.isReady]).toEqual([false, false]);
    await process.gone;
    expect(isThere(process.pid!)).toBe(false);
  });

  it.each([
    ['die', 'Error: the card caught fire'],
    ['die-silently', 'Exit code 3.'],
    ['nonsense', 'It said something that cannot be understood.'],
    ['wrong-answer', 'It said something that cannot be understood.'],
    ['wrong-news', 'It said something that cannot be understood.'],
  ] as const)('told to %s is dead for everybody, and says why', async (order, detail) => {
    const process = start();
    expect(await process.carryOut(order, quiet)).toEqual({ ok: false, fault: { reason: 'engine-died', facts: { engine: 'The test', detail } } });
    expect(process.alive).toBe(false);
    await process.gone;
    expect(isThere(process.pid!)).toBe(false);
    expect(await process.carryOut('answer', quiet)).toMatchObject({ fault: { reason: 'engine-died' } });
    expect(process.heard).toBe(false);
  });

  it('that somebody killed says so, and the log does', async () => {
    const lines: string[] = [];
    const process = start({ log: pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(line) }) });
    const onNews = () => globalThis.process.kill(process.pid!, 'SIGKILL');
    expect(await process.carryOut('steps', { ...quiet, onNews })).toMatchObject({ fault: { reason: 'engine-died', facts: { detail: expect.stringContaining('from outside') } } });
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['a child process died at work']);
  });

  it.skipIf(process.platform !== 'linux')('that gets no more memory dies of that', async () => {
    const process = start();
    const onNews = vi.fn((told: number) => told === 0 && leaveNoMemory(process.pid!));
    expect(await process.carryOut('fill-memory', { ...quiet, onNews })).toEqual({ ok: false, fault: { reason: 'out-of-memory', facts: { provider: 'cpu' } } });
  });

  it('that says nothing for too long is ended', async () => {
    const process = start({ silenceMs: 4_000 });
    expect(await process.carryOut('hang', quiet)).toEqual({ ok: false, fault: { reason: 'timed-out', facts: { minutes: 0 } } });
    await process.gone;
    expect(isThere(process.pid!)).toBe(false);
  });

  it('may work longer than that while it gives signs of life', async () => {
    const process = start({ silenceMs: 4_000, graceMs: 30_000 });
    const began = performance.now();
    const abort = { aborted: false };
    const onNews = () => (abort.aborted = performance.now() - began > 5_000);
    expect(await process.carryOut('steps', { signal: abort, onNews })).toEqual(CANCELLED);
  });

  it('that obeys a cancel is good for the next order', async () => {
    const process = start({ graceMs: 30_000 });
    const abort = new AbortController();
    expect(await process.carryOut('steps', { signal: abort.signal, onNews: () => abort.abort() })).toEqual(CANCELLED);
    expect(await process.carryOut('answer', quiet)).toEqual(is(process));
  });

  it('that ignores a cancel is ended', async () => {
    const process = start();
    const abort = new AbortController();
    expect(await process.carryOut('hang', { signal: abort.signal, onNews: () => abort.abort() })).toEqual(CANCELLED);
    expect(process.alive).toBe(false);
    await process.gone;
    expect(isThere(process.pid!)).toBe(false);
  });

  it('whose program is not there has died', async () => {
    const process = start({ program: new URL('./nobody.ts', import.meta.url) });
    expect(await process.carryOut('answer', quiet)).toMatchObject({ fault: { reason: 'engine-died', facts: { detail: expect.stringContaining('nobody.ts') } } });
  });

  it('does not outlive its parent, not even while it hears nothing', async () => {
    const owner = spawn(process.execPath, ['--no-warnings', OWNER], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(String((await once(owner.stdout, 'data'))[0]));
    expect(isThere(pid)).toBe(true);
    owner.kill('SIGKILL');
    await vi.waitFor(() => expect(isThere(pid)).toBe(false), { timeout: 5_000 });
  });
});

describe('one order in a process of its own', () => {
  it('leaves no process behind, however it ends', async () => {
    const done = await workOnce(someOptions, 'answer', quiet);
    const abort = new AbortController();
    expect(await workOnce(someOptions, 'hang', { signal: abort.signal, onNews: () => abort.abort() })).toEqual(CANCELLED);
    await expect(workOnce(someOptions, 'bug', quiet)).rejects.toThrow('nobody thought of this');
    expect(done.ok && isThere(Number(done.value.split(' ')[1]))).toBe(false);
  });

  it('is not begun where nobody wants it any more', async () => {
    expect(await workOnce({ ...someOptions, program: new URL('./nobody.ts', import.meta.url) }, 'answer', { signal: { aborted: true } })).toEqual(CANCELLED);
  });
});
