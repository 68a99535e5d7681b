import { afterEach, describe, expect, it, vi } from 'vitest';
import { GenerationRequest } from '#core/schema/request.ts';
import { fail } from '#core/schema/result.ts';
import type { EngineEvent } from '../status.ts';
import { BrowserEngine } from './browser-engine.ts';
import { InferenceWorker } from './inference-worker.ts';

const modelFolder = new URL('/tests/fixtures/tiny-model/', location.href).href;
const request = GenerationRequest.parse({
  ...{ mode: 't2v', prompt: 'a red ball', seed: 5, width: 96, height: 96, frames: 5, frameRate: 8, steps: 2, guidance: 3 },
});
const quiet = { signal: { aborted: false }, onProgress() {} };

const RealWorker = globalThis.Worker;
let workers: Worker[] = [];

/** Notes every worker that is started; `script` takes the place of the real one. */
function noteWorkers(script?: string): void {
  workers = [];
  globalThis.Worker = class extends RealWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(script ? URL.createObjectURL(new Blob([script], { type: 'text/javascript' })) : url, options);
      workers.push(this);
    }
  };
}

const open: BrowserEngine[] = [];
function newEngine(options: Partial<ConstructorParameters<typeof BrowserEngine>[0]> = {}) {
  const engine = new BrowserEngine({ modelFolder, choice: 'wasm-single', ...options });
  const events: EngineEvent[] = [];
  engine.subscribe((event) => events.push(event));
  open.push(engine);
  return { engine, events };
}

afterEach(async () => {
  globalThis.Worker = RealWorker;
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map((engine) => engine.dispose()));
});

describe('the browser engine', { timeout: 60_000 }, () => {
  it('says that the worker died, and works on with a fresh one', async () => {
    noteWorkers();
    const { engine } = newEngine();
    const dying = engine.run({ ...request, steps: 200 }, {
      ...quiet,
      onProgress: ({ stage, step }) => {
        if (stage === 'denoise' && step === 1) workers[0]!.terminate();
      },
    });
    expect(await dying).toEqual(fail({ reason: 'worker-died', facts: {} }));
    expect((await engine.run(request, quiet)).ok).toBe(true);
    expect(workers).toHaveLength(2);
  });

  it('ends a worker that does not answer a cancel, at once', async () => {
    noteWorkers('for (;;) {}');
    const { engine } = newEngine();
    await engine.fetchModel();
    const abort = new AbortController();
    const run = engine.run(request, { ...quiet, signal: abort.signal });
    await vi.waitFor(() => expect(workers).toHaveLength(1));
    const cancelledAt = performance.now();
    abort.abort();
    expect(await run).toEqual(fail({ reason: 'cancelled', facts: {} }));
    expect(performance.now() - cancelledAt).toBeLessThan(3_000);
  });

  it('keeps the worker for the next clip, and lets it go when it is idle', async () => {
    noteWorkers();
    const { engine } = newEngine({ idleMs: 300 });
    const first = await engine.run(request, quiet);
    const second = await engine.run(request, quiet);
    expect(workers).toHaveLength(1);
    expect(first.ok && first.value.timings.load).toBeGreaterThan(0);
    expect(second.ok && second.value.timings.load).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await engine.run(request, quiet);
    expect(workers).toHaveLength(2);
  });

  it('goes over to WASM once when the graphics card is lost, and says so', async () => {
    vi.spyOn(InferenceWorker.prototype, 'run').mockResolvedValueOnce(fail({ reason: 'device-lost', facts: {} }));
    const { engine, events } = newEngine({
      choice: 'auto',
      probe: async () => ({ webgpu: 'real', isolated: false, cores: 1 }),
    });
    expect((await engine.describe()).provider).toBe('webgpu');
    const result = await engine.run(request, quiet);
    expect(result.ok && result.value.recipe.engine.provider).toBe('wasm');
    const fellBack = events.find((event) => event.kind === 'fell-back');
    expect(fellBack?.plan.why).toBe('The graphics card was lost, so the processor does the work now.');
    expect((await engine.describe()).provider).toBe('wasm');
  });

  it('answers a model that is not there with its fault', async () => {
    const { engine, events } = newEngine({ modelFolder: `${location.origin}/models/nowhere/` });
    expect(await engine.run(request, quiet)).toMatchObject({ ok: false, fault: { reason: 'model-not-found' } });
    expect(events.findLast((event) => event.kind === 'model')?.model.status).toBe('broken');
  });

  it('fetches a model anew that was changed in the cache', async () => {
    const { engine, events } = newEngine();
    await engine.fetchModel();
    const cache = await caches.open('kinora-models');
    const key = (await cache.keys()).find(({ url }) => url.startsWith(`${modelFolder}transformer/`))!;
    const bytes = new Uint8Array(await (await cache.match(key))!.arrayBuffer());
    bytes[1000]! ^= 1;
    await cache.put(key, new Response(bytes));
    expect(await engine.run(request, quiet)).toMatchObject({ ok: false, fault: { reason: 'model-file-wrong-hash' } });
    expect(events.findLast((event) => event.kind === 'model')?.model.status).toBe('broken');
    await engine.fetchModel();
    expect((await engine.run(request, quiet)).ok).toBe(true);
  });
});
