/**
 * The child process in which a language model of the shelf answers one question: a graph keeps an event loop busy, and
 * the memory of the weights is given back as surely by nothing else as by its end. It ends when its parent does.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as library from '@huggingface/transformers';
import { ChatModel } from '#core/pipelines/transformers/chat-model.ts';
import { serveFiles } from '#core/pipelines/transformers/library-files.ts';
import { FaultError } from '#core/schema/fault.ts';
import { Order, type Report } from './chat-messages.ts';

/** Weights are handed over by their path: ONNX Runtime reads them itself, without a copy. */
const WEIGHTS = /\.onnx(_data(_\d+)?)?$/;

// Ctrl+C in a terminal reaches every process of the group: whether this one ends, and when, is its parent's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
// The event loop stands still while a graph runs; the watch does not.
new Worker(new URL('../engines/onnx/parent-watch.ts', import.meta.url), { workerData: process.ppid }).unref();
process.on('message', (message) => void work(Order.parse(message)));

async function work(order: Order): Promise<void> {
  try {
    await tell({ kind: 'answered', text: await answer(order) });
  } catch (error) {
    if (error instanceof FaultError) await tell({ kind: 'fault', fault: error.fault });
    else await tell({ kind: 'bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  process.exit();
}

async function answer({ id, name, folder, paths, ...question }: Order): Promise<string> {
  const placeOf = (file: string) => path.join(folder, ...file.split('/'));
  serveFiles(library.env, {
    find: async (_model, file) => (!paths.includes(file) ? undefined : WEIGHTS.test(file) ? placeOf(file) : new Response(await readFile(placeOf(file)))),
    absent: () => new Response(null, { status: 404 }),
  });
  const model = await ChatModel.open({
    ...{ library, id, name, paths, provider: 'cpu' },
    read: async (file) => new Uint8Array(await readFile(placeOf(file))),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return model.write(question, { signal: { aborted: false } });
}

function tell(report: Report): Promise<void> {
  // Nobody hears it once the parent is gone, and then this process ends too.
  return new Promise((resolve) => {
    if (process.connected) process.send?.(report, undefined, undefined, () => resolve());
    else resolve();
  });
}
