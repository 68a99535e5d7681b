import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StandInFaults } from './faults.ts';
import type { Command } from './main.ts';
import type { StandInLog } from './stand-in.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** A ComfyUI to test against, in a process of its own so that it can be killed and started again. */
export class StandInProcess {
  #child!: ChildProcess;
  #port = 0;
  #asked = 0;

  static async open(faults: Partial<StandInFaults> = {}): Promise<StandInProcess> {
    const standIn = new StandInProcess();
    await standIn.start(faults);
    return standIn;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** At the port that it had before. */
  async start(faults: Partial<StandInFaults> = {}): Promise<void> {
    this.#child = fork(MAIN, [String(this.#port)], { execArgv: ['--disable-warning=ExperimentalWarning'] });
    const [{ port }] = (await once(this.#child, 'message')) as [{ port: number }];
    this.#port = port;
    await this.set(faults);
  }

  /** Changes what goes wrong. */
  async set(faults: Partial<StandInFaults>): Promise<void> {
    await this.#ask(faults, false);
  }

  /** As new: nothing known, nothing wrong. */
  async reset(): Promise<void> {
    await this.#ask({}, true);
  }

  async log(): Promise<StandInLog> {
    return this.#ask({}, false);
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when it has ended, by itself or by `kill`. */
  async ended(): Promise<void> {
    if (this.isRunning) await once(this.#child, 'exit');
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended();
  }

  async #ask(faults: Partial<StandInFaults>, isFresh: boolean): Promise<StandInLog> {
    this.#asked += 1;
    const id = this.#asked;
    const answer = new Promise<StandInLog>((resolve) => {
      const listen = (message: { id?: number; log: StandInLog }) => {
        if (message.id !== id) return;
        this.#child.off('message', listen);
        resolve(message.log);
      };
      this.#child.on('message', listen);
    });
    this.#child.send({ id, faults, isFresh } satisfies Command);
    return answer;
  }
}
