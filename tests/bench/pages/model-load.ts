/** The worker that opens models, within the page's reach. */
import * as Comlink from 'comlink';
import type { ModelLoad } from './model-load.worker.ts';

const worker = new Worker(new URL('./model-load.worker.ts', import.meta.url), { type: 'module' });
Object.assign(globalThis, { modelLoad: Comlink.wrap<ModelLoad>(worker) });
