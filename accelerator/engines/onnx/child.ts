/** The child process that runs one model, with one clip after the other. */
import { openAsBlob } from 'node:fs';
import { openModel } from '#core/pipelines/open-model.ts';
import type { OpenModel } from '#core/pipelines/pipeline-options.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Progress } from '#core/schema/progress.ts';
import { type OrderContext, serveOrders } from '../../processes/serve-orders.ts';
import { type Model, type News, type Order, type Outcome, PROTOCOL } from './child-messages.ts';
import { nodeDigest } from './digest.ts';
import { folderFiles } from './folder-files.ts';
import { createOnnxRuntime } from './runtime.ts';

/** Previews come no closer together than this, in milliseconds. */
const PREVIEW_PAUSE_MS = 200;

let pipeline: OpenModel | undefined;

serveOrders(PROTOCOL, async (order, context) => {
  const begun = performance.now();
  const wasOpen = pipeline !== undefined;
  pipeline ??= await open(order.model, context);
  return order.kind === 'run' ? make(pipeline, order, context, wasOpen ? {} : { load: performance.now() - begun }) : undefined;
});

async function make(open: OpenModel, { model, request, tiling, previews, files }: Extract<Order, { kind: 'run' }>, { signal, tell }: OrderContext<News>, timings: { readonly load?: number }): Promise<Outcome> {
  let previewedAt = -Infinity;
  const result = await open.generate(
    request as GenerationRequest,
    {
      signal,
      tiling,
      bytes: async (sha256) => {
        const file = files.get(sha256);
        return file === undefined ? undefined : openAsBlob(file);
      },
      onProgress: (progress: Progress) => tell({ kind: 'progress', progress }),
      ...(previews && {
        onPreview: (preview) => {
          if (performance.now() - previewedAt < PREVIEW_PAUSE_MS) return;
          previewedAt = performance.now();
          tell({ kind: 'preview', preview });
        },
      }),
    },
    { id: 'onnx', version: model.version, provider: model.provider },
  );
  if (!result.ok) throw new FaultError(result.fault.reason, result.fault.facts);
  return { ...result.value, timings: { ...timings, ...result.value.timings }, adjustments: [...result.value.adjustments] };
}

async function open({ provider, folder }: Model, { signal, tell }: OrderContext<News>): Promise<OpenModel> {
  const opened = await openModel({
    files: folderFiles(folder),
    runtime: createOnnxRuntime(provider),
    digest: nodeDigest,
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    signal,
    onProgress: (progress) => tell({ kind: 'progress', progress }),
  });
  if (!opened.ok) throw new FaultError(opened.fault.reason, opened.fault.facts);
  return opened.value;
}
