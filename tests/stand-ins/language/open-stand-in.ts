import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Command } from './main.ts';
import type { Manners, StandInLog } from './stand-in.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** A server with language models to test against, in a process of its own. */
export class LanguageStandIn {
  readonly #child: ChildProcess;
  readonly address: string;
  #asked = 0;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.address = `http://127.0.0.1:${port}`;
  }

  static async open(): Promise<LanguageStandIn> {
    const child = fork(MAIN, [], { execArgv: ['--disable-warning=ExperimentalWarning'] });
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new LanguageStandIn(child, port);
  }

  /** As new, but for these manners. */
  async behave(manners: Partial<Manners> = {}): Promise<void> {
    await this.#ask(manners, true);
  }

  async log(): Promise<StandInLog> {
    return this.#ask({}, false);
  }

  async close(): Promise<void> {
    this.#child.kill();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
  }

  async #ask(manners: Partial<Manners>, isFresh: boolean): Promise<StandInLog> {
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
    this.#child.send({ id, manners, isFresh } satisfies Command);
    return answer;
  }
}
