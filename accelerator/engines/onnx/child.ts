/**
 * The child process that runs one model: `child.ts PROVIDER FOLDER VERSION PARENT`, PARENT being the number of the
 * process that started it. It takes one run after the other from there, looks for a cancel between steps, and ends
 * when its parent does.
 */
import { openAsBlob } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { openModel } from '#core/pipelines/open-model.ts';
import type { OpenModel } from '#core/pipelines/pipeline-options.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Progress } from '#core/schema/progress.ts';
import { Order, type Report } from './child-messages.ts';
import { nodeDigest } from './digest.ts';
import { folderFiles } from './folder-files.ts';
import { createOnnxRuntime, type Provider } from './runtime.ts';

/** Previews come no closer together than this, in milliseconds. */
const PREVIEW_PAUSE_MS = 200;

const [provider, folder, version, parent] = process.argv.slice(2) as [Provider, string, string, string];
let current = { run: -1, aborted: false };
let pipeline: OpenModel | undefined;

// Ctrl+C in a terminal reaches every process of the group: whether this one ends, and when, is its parent's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
// The event loop stands still while a graph runs; the watch does not.
new Worker(new URL('./parent-watch.ts', import.meta.url), { workerData: Number(parent) }).unref();

process.on('message', (message) => {
  const order = Order.parse(message);
  if (order.kind === 'run') void run(order);
  else if (order.kind === 'load') void load(order.run);
  else if (order.run === current.run) current.aborted = true;
});
tell({ kind: 'ready' });

async function load(run: number): Promise<void> {
  const signal = (current = { run, aborted: false });
  await telling(run, async () => {
    pipeline ??= await open(signal, (progress) => tell({ kind: 'progress', run, progress }));
    tell({ kind: 'loaded', run });
  });
}

async function run({ run, request, tiling, previews, files }: Extract<Order, { kind: 'run' }>): Promise<void> {
  const signal = (current = { run, aborted: false });
  await telling(run, async () => {
    const onProgress = (progress: Progress) => tell({ kind: 'progress', run, progress });
    const begun = performance.now();
    const wasOpen = pipeline !== undefined;
    pipeline ??= await open(signal, onProgress);
    const load = performance.now() - begun;
    let previewedAt = -Infinity;
    const result = await pipeline.generate(
      request as GenerationRequest,
      {
        signal,
        tiling,
        bytes: async (sha256) => {
          const file = files.get(sha256);
          return file === undefined ? undefined : openAsBlob(file);
        },
        onProgress,
        ...(previews && {
          onPreview: (preview) => {
            if (performance.now() - previewedAt < PREVIEW_PAUSE_MS) return;
            previewedAt = performance.now();
            tell({ kind: 'preview', run, preview });
          },
        }),
      },
      { id: 'onnx', version, provider },
    );
    if (!result.ok) return tellFault(run, result.fault);
    const timings = wasOpen ? result.value.timings : { load, ...result.value.timings };
    tell({ kind: 'made', run, made: { ...result.value, timings, adjustments: [...result.value.adjustments] } });
  });
}

/** Does a piece of work, and tells what it throws. */
async function telling(run: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FaultError) return tellFault(run, error.fault);
    tell({ kind: 'bug', run, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

async function open(signal: { readonly aborted: boolean }, onProgress: (progress: Progress) => void): Promise<OpenModel> {
  const opened = await openModel({
    files: folderFiles(folder),
    runtime: createOnnxRuntime(provider),
    digest: nodeDigest,
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    signal,
    onProgress,
  });
  if (!opened.ok) throw new FaultError(opened.fault.reason, opened.fault.facts);
  return opened.value;
}

function tellFault(run: number, fault: Fault): void {
  tell({ kind: 'fault', run, fault });
}

function tell(report: Report): void {
  // Nobody hears it once the parent is gone, and then this process ends too.
  if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
}
