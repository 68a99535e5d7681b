import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Bench, gone, quiet, request, STAND_IN } from './engine.test-support.ts';

const PARENT = fileURLToPath(new URL('killed-parent.test-support.ts', import.meta.url));
const bench = new Bench();
afterAll(() => bench.close());

/** Waits until a clip is being made, and answers whose call that is. */
async function begun(before: number): Promise<ReturnType<Bench['calls']>[number]> {
  await vi.waitFor(() => expect(bench.calls().length).toBeGreaterThan(before), 25_000);
  // Into the middle of the work.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return bench.calls().at(-1) as ReturnType<Bench['calls']>[number];
}

describe('a kept process', () => {
  it('ends when the process that began it is killed, with all that it began, and its folder goes', async () => {
    const before = bench.calls().length;
    const environment = { ...process.env, PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}` };
    const parent = spawn(process.execPath, [PARENT, bench.models, bench.scratch, STAND_IN, bench.journal], { stdio: 'ignore', env: environment });
    const { pid, keeper } = await begun(before);
    expect(bench.leftovers()).toHaveLength(1);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    for (const process of [pid, keeper, ...bench.children()]) expect(await gone(process)).toBe(true);
    expect(bench.leftovers()).toEqual([]);
  });

  it('ends when its keeper is killed, and that is told', async () => {
    const before = bench.calls().length;
    const run = bench.open({ stepMs: 50 }).run(request({ steps: 200 }), quiet);
    const { pid, keeper } = await begun(before);
    process.kill(keeper, 'SIGKILL');
    expect(await run).toMatchObject({ ok: false, fault: { reason: 'engine-died' } });
    expect(await gone(pid)).toBe(true);
    expect(bench.leftovers()).toEqual([]);
  });

  it('tells that a program went before it was started', async () => {
    const { keepProcess } = await import('./kept-process.ts');
    const nothing = { args: [], folder: bench.folder, environment: {}, onOutput() {}, onErrors() {} };
    expect(await keepProcess({ ...nothing, program: path.join(bench.folder, 'nowhere') }).ended).toMatchObject({ error: 'ENOENT' });
    expect(await keepProcess({ ...nothing, program: bench.models }).ended).toMatchObject({ error: 'EACCES' });
  });
});
