import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_MS = 60_000;

/** The accelerator as a process of its own, as a person starts it. */
export class DaemonProcess {
  readonly child: ChildProcess;
  /** All that it has printed so far. */
  readonly said = { out: '', error: '' };

  constructor(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KINORA_')));
    this.child = spawn(process.execPath, ['accelerator/main.ts', ...words], { cwd: ROOT, env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout!.on('data', (chunk: Buffer) => (this.said.out += chunk.toString()));
    this.child.stderr!.on('data', (chunk: Buffer) => (this.said.error += chunk.toString()));
  }

  /** Where it answers, once it does. */
  address(): Promise<string> {
    return this.#find(() => /Kinora is at (http:\/\/localhost:\d+)/.exec(this.said.out)?.[1]);
  }

  /** The newest code that it shows, other than one that was seen before. */
  code(before = ''): Promise<string> {
    return this.#find(() => [...this.said.error.matchAll(/^ {4}([0-9A-Z]{4}-[0-9A-Z]{4})$/gm)].map(([, code]) => code).filter((code) => code !== before).at(-1));
  }

  /** Sends a signal and resolves with how it ended. */
  async end(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly milliseconds: number }> {
    const begun = performance.now();
    this.child.kill(signal);
    await this.ended();
    return { code: this.child.exitCode, milliseconds: performance.now() - begun };
  }

  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  async #find(look: () => string | undefined): Promise<string> {
    const end = performance.now() + START_MS;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (this.child.exitCode !== null || performance.now() > end) throw new Error(`It did not say so:\n${this.said.out}\n${this.said.error}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
