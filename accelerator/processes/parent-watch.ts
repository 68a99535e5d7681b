/**
 * A thread of a child process: ends it when its parent is gone, even while work keeps the event loop from
 * hearing of it. Where a process keeps the number of its dead parent (Windows), the broken channel ends it after the step.
 */
import { workerData } from 'node:worker_threads';

const LOOK_MS = 500;

setInterval(() => {
  if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL');
}, LOOK_MS);
