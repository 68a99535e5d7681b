/**
 * Starts sd-cli and holds on to it: `keeper.mjs FOLDER PROGRAM ARGUMENTS…`. Ends it when told to, and also when
 * the process that started this one is gone, however it ended: then nobody is left to read what is made, and
 * FOLDER goes too. Plain JavaScript, so that Node starts it without a word of its own.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [folder = '', program = '', ...args] = process.argv.slice(2);
let ended = false;

// The whole group is told to end: this process goes last, to tell how the other ended.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});

const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true });
child.on('error', (error) => finish({ error: 'code' in error ? String(error.code) : error.message }));
child.on('exit', (code, signal) => finish({ code, signal }));

process.on('disconnect', () => {
  if (ended) return;
  child.kill('SIGKILL');
  child.on('exit', abandon);
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) abandon();
});

/** @param {{ code?: number | null, signal?: string | null, error?: string }} ending */
function finish(ending) {
  if (ended) return;
  if (!process.connected) return;
  ended = true;
  process.send?.(ending, () => process.exit(0));
}

/** Whatever sd-cli may have started is in this process's group. It may still be writing: the folder is tried again, and the group ends in any case. */
function abandon() {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  } finally {
    if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
    process.exit(1);
  }
}
