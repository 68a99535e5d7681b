import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const KEEPER = fileURLToPath(new URL('keeper.mjs', import.meta.url));
/** How long a process that was asked to end may take before it is ended by force, and its pipes to be read to their end. Milliseconds. */
const GRACE_MS = 200;
const DRAIN_MS = 2_000;

/** How a process ended: with a code, by a signal, or that it could not be started. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly error?: string;
}

interface Start {
  readonly program: string;
  readonly args: readonly string[];
  /** Where it is started; goes with it when this process dies. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  onOutput(bytes: Uint8Array): void;
  onErrors(bytes: Uint8Array): void;
}

export interface KeptProcess {
  /** How it ended, once nothing of it runs any more and all that it said was read. Never rejects. */
  readonly ended: Promise<Ending>;
  /** Asks it to end, and ends it a moment later. */
  stop(): void;
}

/**
 * Starts a program in a process group of its own, under a keeper that ends it when this process is gone, even
 * killed. On Linux and macOS whatever the program started goes too; on Windows the program itself.
 */
export function keepProcess({ program, args, folder, environment, onOutput, onErrors }: Start): KeptProcess {
  const grouped = process.platform !== 'win32';
  const keeper = spawn(process.execPath, [KEEPER, folder, program, ...args], {
    // Options for this Node are none of the keeper's.
    env: { ...environment, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: grouped,
    windowsHide: true,
  });
  let told: Ending | undefined;
  let stopping = false;
  keeper.stdout?.on('data', onOutput);
  keeper.stderr?.on('data', onErrors);
  keeper.on('message', (message) => (told = { code: null, signal: null, ...(message as Partial<Ending>) }));
  keeper.on('error', () => {});

  const toGroup = (signal: NodeJS.Signals): void => {
    if (keeper.pid === undefined) return;
    try {
      process.kill(grouped ? -keeper.pid : keeper.pid, signal);
    } catch {
      // Nothing of it is left.
    }
  };

  return { ended: end(), stop };

  function stop(): void {
    if (stopping) return;
    stopping = true;
    // Windows knows no request to end: the keeper ends it at once.
    if (!grouped) return void (keeper.connected && keeper.disconnect());
    toGroup('SIGTERM');
    setTimeout(() => toGroup('SIGKILL'), GRACE_MS).unref();
  }

  async function end(): Promise<Ending> {
    const closed = once(keeper, 'close').catch(() => undefined);
    const gone = keeper.pid === undefined ? undefined : await once(keeper, 'exit').catch(() => undefined);
    toGroup('SIGKILL');
    if (keeper.pid !== undefined) await Promise.race([closed, sleep(DRAIN_MS, undefined, { ref: false })]);
    if (told) return told;
    const [code, signal] = (gone ?? [null, null]) as [number | null, string | null];
    return { code, signal: signal ?? (code === null ? null : 'SIGKILL'), ...(keeper.pid === undefined && { error: 'EAGAIN' }) };
  }
}
