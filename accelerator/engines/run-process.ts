import { fork } from 'node:child_process';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import { FaultError } from '#core/schema/fault.ts';

/** How often it is looked whether the work is still wanted. Milliseconds. */
const LOOK_MS = 50;
/** How much of what a child says on standard error is kept. */
const LAST_WORDS = 4_000;

export interface ProcessWork<Done> {
  /** The file that is run. */
  readonly program: string;
  /** What it is told, once. */
  readonly order: object;
  /** What goes by its name in a fault: `The compositor`. */
  readonly engine: string;
  readonly signal: CancelSignal;
  /** Takes what it says, and answers what was made once it says so. Throws what it met. */
  hear(message: unknown): Done | undefined;
}

/**
 * Has one order carried out in a process of its own, which is ended at once when the signal says so. Resolves once the
 * process is gone. Throws what `hear` throws, else FaultError `cancelled` or `engine-died`.
 */
export async function runProcess<Done>({ program, order, engine, signal, hear }: ProcessWork<Done>): Promise<Done> {
  if (signal.aborted) throw new FaultError('cancelled');
  const child = fork(program, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  let made: Done | undefined;
  let met: unknown;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-LAST_WORDS)));
  child.on('message', (message) => {
    try {
      made = hear(message) ?? made;
    } catch (error) {
      met = error;
    }
  });
  const looking = setInterval(() => signal.aborted && child.kill('SIGKILL'), LOOK_MS);
  try {
    const ended = new Promise<string>((resolve) => {
      child.on('close', (code, by) => resolve(said.trim().split('\n').at(-1) || (by ? `It was ended by ${by}.` : `Exit code ${code}.`)));
      child.on('error', (error) => child.pid === undefined && resolve(error.message));
    });
    child.send(order, undefined, undefined, () => undefined);
    const lastWords = await ended;
    if (made !== undefined) return made;
    if (signal.aborted) throw new FaultError('cancelled');
    throw met ?? new FaultError('engine-died', { engine, detail: lastWords.slice(0, 300) });
  } finally {
    clearInterval(looking);
  }
}
