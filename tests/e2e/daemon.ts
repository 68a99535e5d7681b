import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The accelerator as `npm run accelerator -- --pair` starts it, and what its terminal says. */
export class Daemon {
  readonly #process: ChildProcess;
  #said = '';

  /** `more`: further words of its command line. */
  constructor(port: number, data: string, more: readonly string[] = []) {
    this.#process = spawn(process.execPath, ['accelerator/main.ts', 'serve', '--pair', '--port', String(port), '--data', data, '--log-level', 'error', ...more], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) stream.on('data', (chunk) => (this.#said += String(chunk)));
  }

  /** Resolves once its terminal has shown so many codes, with the last one. */
  async code(count = 1): Promise<string> {
    return vi.waitFor(
      () => {
        const codes = [...this.#said.matchAll(/^ +([0-9A-Z]{4}-[0-9A-Z]{4})$/gm)];
        if (codes.length < count) throw new Error(`no code was shown:\n${this.#said}`);
        return codes.at(-1)![1]!;
      },
      { timeout: 60_000, interval: 100 },
    );
  }

  /** Asks it for a new code, as a person does who was too slow for the last. */
  newCode(): Promise<string> {
    const shown = [...this.#said.matchAll(/^ +([0-9A-Z]{4}-[0-9A-Z]{4})$/gm)].length;
    this.#process.kill('SIGUSR2');
    return this.code(shown + 1);
  }

  get pid(): number {
    return this.#process.pid!;
  }

  get said(): string {
    return this.#said;
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill(signal);
    await gone;
  }
}
