import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a script with this Node in the repository; what it prints is shown. Answers its exit code, or 1
 * when a signal ended it. A run beyond `limitMs` is ended.
 */
export function runNode(words: readonly string[], { limitMs, env }: { limitMs?: number; env?: NodeJS.ProcessEnv } = {}): Promise<number> {
  return run(process.execPath, words, { ...(limitMs === undefined ? {} : { limitMs }), ...(env ? { env } : {}) });
}

/** The same for any program. */
export function run(command: string, words: readonly string[], { limitMs, env }: { limitMs?: number; env?: NodeJS.ProcessEnv } = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, [...words], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    const timer = limitMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.on('error', () => resolve(1));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}
