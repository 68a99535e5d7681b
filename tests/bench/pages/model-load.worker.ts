/// <reference types="vite/client" />
/** Opens a model of a few graphs from where this browser keeps models, in a worker as the studio does. */
import * as Comlink from 'comlink';
import ortUrl from 'onnxruntime-web/wasm?url';
import ortMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import ortWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { InferenceRuntime, Session } from '../../../src/core/pipelines/runtime.ts';
import { openGraph } from '../../../src/core/pipelines/stills/open-graph.ts';
import { ModelId } from '../../../src/core/schema/catalogue.ts';
import { Sha256 } from '../../../src/core/schema/ids.ts';
import { KeptModel } from '../../../src/core/schema/kept-model.ts';
import { MODEL_CACHE } from '../../../src/lib/storage/cache-names.ts';
import { MODELS_FOLDER } from '../../../src/lib/storage/models-folder.ts';
import { ShelfFiles } from '../../../src/lib/storage/shelf-files.ts';
import { loadOnnxRuntime } from '../../../src/lib/workers/onnx-web-runtime.ts';
import { weightyGraph } from '../weighty-graph.ts';

const ID = ModelId.parse('bench-load');
const here = (url: string): string => new URL(url, location.href).href;
const keyOf = (file: string): string => here(`/bench-load/${file}`);

let runtime: InferenceRuntime | undefined;
let sessions: Session[] = [];

const modelLoad = {
  /** Keeps a model of so many graphs, so many bytes each, on the shelf and in the cache; answers its bytes. */
  async keep(graphs: number, bytes: number): Promise<number> {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(MODELS_FOLDER, { create: true });
    const folder = await root.getDirectoryHandle(ID, { create: true });
    const cache = await caches.open(MODEL_CACHE);
    const files: KeptModel['files'] = [];
    for (let i = 0; i < graphs; i += 1) {
      const path = `part-${i}.onnx`;
      const graph = weightyGraph(bytes);
      await write(folder, path, graph);
      await cache.put(keyOf(path), new Response(graph));
      files.push({ path, bytes: graph.length, sha256: Sha256.parse('0'.repeat(64)) });
    }
    const model = KeptModel.parse({ schema: 1, id: ID, name: 'Bench', licence: { name: 'MIT', spdx: 'MIT', commercial: 'yes', restricted: false }, paused: false, files, addedAt: 0 });
    await write(root, `${ID}.model.json`, JSON.stringify(model));
    return files.reduce((sum, file) => sum + file.bytes!, 0);
  },

  /** Has the runtime itself ready: its own files are no part of a model. */
  async prepare(): Promise<void> {
    runtime = await loadOnnxRuntime({ provider: 'wasm', threads: 1, files: { ort: here(ortUrl), mjs: here(ortMjs), wasm: here(ortWasm) } });
    const session = await runtime.createSession(weightyGraph(4));
    await session.release();
  },

  /** Milliseconds to open all graphs, one after the other; they stay open. */
  async open(from: 'shelf' | 'cache', graphs: number): Promise<number> {
    const started = performance.now();
    const shelf = from === 'shelf' ? await ShelfFiles.open(ID) : undefined;
    const cache = from === 'cache' ? await caches.open(MODEL_CACHE) : undefined;
    for (let i = 0; i < graphs; i += 1) {
      const path = `part-${i}.onnx`;
      const session = shelf
        ? await openGraph(shelf, runtime!, path)
        : await runtime!.createSession(new Uint8Array(await (await cache!.match(keyOf(path)))!.arrayBuffer()));
      sessions.push(session);
    }
    return performance.now() - started;
  },

  async release(): Promise<void> {
    for (const session of sessions) await session.release();
    sessions = [];
  },
};
export type ModelLoad = typeof modelLoad;
Comlink.expose(modelLoad);

async function write(folder: FileSystemDirectoryHandle, name: string, content: Uint8Array<ArrayBuffer> | string): Promise<void> {
  const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await file.write(content);
  await file.close();
}
