/**
 * The child process with one model that describes, searches, hears or reads aloud: the very code that a browser's worker
 * runs. It takes one question after the other, looks for a cancel between steps, and ends when its parent does.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as library from '@huggingface/transformers';
import { serveFiles } from '#core/pipelines/transformers/library-files.ts';
import { FaultError } from '#core/schema/fault.ts';
import { type ChildModel, Order, type Report } from './assist-messages.ts';
import { type OpenAssist, openAssist } from './open-assist.ts';

/** Weights are handed over by their path: ONNX Runtime reads them itself, without a copy. */
const WEIGHTS = /\.onnx(_data(_\d+)?)?$/;

let model: ChildModel | undefined;
let opened: Promise<OpenAssist> | undefined;
let current = { run: -1, aborted: false };

// Ctrl+C in a terminal reaches every process of the group: whether this one ends, and when, is its parent's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
// The event loop stands still while a graph runs; the watch does not.
new Worker(new URL('../engines/onnx/parent-watch.ts', import.meta.url), { workerData: process.ppid }).unref();

process.on('message', (message) => {
  const order = Order.parse(message);
  if (order.kind === 'model') ({ model } = order);
  else if (order.kind !== 'cancel') void answer(order);
  else if (order.run === current.run) current.aborted = true;
});

async function answer(order: Extract<Order, { kind: 'words' | 'file' }>): Promise<void> {
  const { run } = order;
  const signal = (current = { run, aborted: false });
  try {
    opened ??= open();
    const assist = await opened;
    tell({ kind: 'progress', run, done: 0 });
    const context = { signal, breathe, onProgress: (done: number) => tell({ kind: 'progress', run, done }) };
    const made = order.kind === 'words' ? await assist.ofWords(order.ask, context) : await assist.ofFile(order.ask, order.file, context);
    tell({ kind: 'made', run, made });
  } catch (error) {
    if (error instanceof FaultError) tell({ kind: 'fault', run, fault: error.fault });
    else tell({ kind: 'bug', run, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function open(): Promise<OpenAssist> {
  if (!model) throw new Error('a question before the model');
  const { folder, paths } = model;
  const placeOf = (file: string) => path.join(folder, ...file.split('/'));
  const has = (file: string) => paths.includes(file);
  serveFiles(library.env, {
    find: async (_model, file) => (!has(file) ? undefined : WEIGHTS.test(file) ? placeOf(file) : new Response(await readFile(placeOf(file)))),
    absent: () => new Response(null, { status: 404 }),
  });
  const read = async (file: string) => {
    if (!has(file)) throw new FaultError('model-file-missing', { file });
    return new Uint8Array(await readFile(placeOf(file)));
  };
  return openAssist(model, { library, read, breathe });
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function tell(report: Report): void {
  // Nobody hears it once the parent is gone, and then this process ends too.
  if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
}
