import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const MODULE = JSON.stringify(fileURLToPath(new URL('./stop.ts', import.meta.url)));
let child: ChildProcess;
afterEach(() => void child.kill('SIGKILL'));

/** A process that ends as the daemon does, with this way to close. */
async function process(close: string, limitMs: number): Promise<void> {
  const script = `const { endOnSignal } = await import(${MODULE});
    const log = { info: () => undefined, warn: () => console.log('left behind'), error: () => console.log('failed') };
    endOnSignal(${close}, log, ${limitMs}); setInterval(() => undefined, 1000); console.log('ready');`;
  child = spawn(globalThis.process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout!, 'data');
}

async function exitCode(): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

describe('the end of the process', () => {
  it('waits until everything is closed', async () => {
    await process('() => new Promise((resolve) => setTimeout(resolve, 500))', 20_000);
    const begun = performance.now();
    child.kill('SIGTERM');
    expect(await exitCode()).toBe(0);
    expect(performance.now() - begun).toBeGreaterThan(400);
  });

  it('comes at once at the second signal, and takes one press that comes twice for one', async () => {
    await process('() => new Promise(() => undefined)', 20_000);
    child.kill('SIGINT');
    await setTimeout(50);
    child.kill('SIGINT');
    await setTimeout(600);
    expect(child.exitCode).toBeNull();
    child.kill('SIGINT');
    expect(await exitCode()).toBe(130);
  });

  it('does not wait for what never closes', async () => {
    await process('() => new Promise(() => undefined)', 400);
    child.kill('SIGTERM');
    expect(await exitCode()).toBe(1);
  });

  it('comes also where closing fails', async () => {
    await process("() => Promise.reject(new Error('no'))", 20_000);
    child.kill('SIGHUP');
    expect(await exitCode()).toBe(1);
  });
});
