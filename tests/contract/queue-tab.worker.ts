import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { FakeEngine } from './fake-engine.ts';
import { newId, newQueue, request } from './test-queue.ts';

/*
 * A tab that a test can kill: a worker with a queue of its own on a store that others open too. It says
 * `working` once its engine is in the middle of the first job, which it never ends.
 */
const { name, prompts } = JSON.parse(self.name) as { name: string; prompts: string[] };
const engine = new FakeEngine();
engine.hangs = true;
const storage = await openDiskStorage(name);
const { queue, jobs } = newQueue(storage, engine, name);
for (const prompt of prompts) await queue.submit(newId(), request(prompt));
const timer = setInterval(() => {
  if (engine.runs === 0 || !jobs().some(({ job }) => job.state === 'running')) return;
  clearInterval(timer);
  self.postMessage('working');
}, 10);
