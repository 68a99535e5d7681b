import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Progress, Stage } from '#core/schema/progress.ts';
import { EngineOffer } from '#core/schema/accelerator/offer.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import { kinoraMiniFigures, ONNX } from '#core/domain/memory/memory-figures.test-support.ts';
import { planMemory } from '#core/domain/memory/memory-plan.ts';
import { isTransient } from '#core/domain/queue/retry.ts';
import { ModelManifest } from '#core/schema/manifest.ts';
import { tinyLora } from '../../../tests/fixtures/some-loras.ts';
import { OnnxEngine, type OnnxEngineOptions } from './onnx-engine.ts';
import { isThere, leaveNoMemory, modelProcesses, peakMemory } from '../../processes/processes.test-support.ts';

const TINY = path.resolve('tests/fixtures/tiny-model');
const never = { aborted: false };
const quiet = { signal: never, onProgress() {} };
const side = { width: 96, height: 96 };
const picture = { ...side, rgb: new Uint8Array(96 * 96 * 3).fill(120), sha256: Sha256.parse('e'.repeat(64)) };

const request = (changes: Partial<GenerationRequest> = {}): GenerationRequest =>
  GenerationRequest.parse({ mode: 't2v', model: 'tiny-model', prompt: 'a red ball', seed: 1, ...side, frames: 5, frameRate: 8, steps: 3, guidance: 3, ...changes });

/** Work of the size that Kinora Mini takes seconds for. */
const long = (changes: Partial<GenerationRequest> = {}) =>
  request({ model: 'kinora-mini', prompt: 'a red balloon over the sea', width: 160, frames: 17, steps: 200, ...changes });

let data: string;
let engine: OnnxEngine;
const open = (options: Partial<OnnxEngineOptions> = {}) =>
  (engine = new OnnxEngine({ models: [data, TINY], provider: 'cpu', log: pino({ enabled: false }), ...options }));

beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'kinora-models-'));
});
afterEach(async () => {
  await engine.dispose();
  await rm(data, { recursive: true });
  expect(modelProcesses()).toEqual([]);
});

const copyTiny = async (name: string, id: string, changes: object = {}): Promise<string> => {
  const folder = path.join(data, name);
  await cp(TINY, folder, { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as object;
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify({ ...manifest, id, name: `Model ${id}`, ...changes }));
  return folder;
};

/** Begins work and resolves once it tells of a stage. */
async function begin(asked: GenerationRequest, stage: Stage, signal: { readonly aborted: boolean } = never) {
  let reached: (pid: number | undefined) => void;
  const there = new Promise<number | undefined>((resolve) => (reached = resolve));
  // Whose work it is, is read in the moment of its progress: a little later it may be over.
  const run = engine.run(asked, { signal, onProgress: (progress) => progress.stage === stage && reached(modelProcesses()[0]) });
  const pid = await Promise.race([there, run.then(() => undefined)]);
  if (pid === undefined) throw new Error(`no process was seen in the stage ${stage}`);
  return { run, pid };
}

describe('a process that dies or hangs', () => {
  it.each([
    ['load', {}],
    ['encode-text', {}],
    ['encode-picture', { mode: 'i2v', prompt: '', first: { ...picture, width: 160, rgb: new Uint8Array(160 * 96 * 3) } }],
    ['denoise', {}],
    ['decode', { steps: 1 }],
  ] as const)('is told as dead when it is killed in the stage %s, and followed by another', async (stage, changes) => {
    open();
    const { run, pid } = await begin(long(changes), stage);
    process.kill(pid, 'SIGKILL');
    const result = await run;
    expect(result).toMatchObject({ ok: false, fault: { reason: 'engine-died' } });
    expect(!result.ok && isTransient(result.fault.reason)).toBe(true);
    expect((await engine.run(request(), quiet)).ok).toBe(true);
  });

  it('is followed by another when it dies between two clips', async () => {
    open();
    expect((await engine.run(request(), quiet)).ok).toBe(true);
    const [pid] = modelProcesses();
    process.kill(pid as number, 'SIGKILL');
    await vi.waitFor(() => expect(modelProcesses()).toEqual([]));
    expect((await engine.run(request(), quiet)).ok).toBe(true);
  });

  it('is followed by another at once when it has died in its sleep, unnoticed', async () => {
    open();
    expect((await engine.run(request(), quiet)).ok).toBe(true);
    process.kill(modelProcesses()[0] as number, 'SIGKILL');
    expect((await engine.run(request(), quiet)).ok).toBe(true);
  });

  it('is ended when it says nothing for too long', async () => {
    open({ silenceMs: 4_000 });
    const { run, pid } = await begin(long(), 'denoise');
    process.kill(pid, 'SIGSTOP');
    expect(await run).toMatchObject({ ok: false, fault: { reason: 'timed-out' } });
    await vi.waitFor(() => expect(isThere(pid)).toBe(false));
  });

  it('is ended by a cancel that it does not obey, at once', async () => {
    open();
    const abort = new AbortController();
    const { run, pid } = await begin(long(), 'denoise', abort.signal);
    process.kill(pid, 'SIGSTOP');
    const cancelledAt = performance.now();
    abort.abort();
    expect(await run).toEqual({ ok: false, fault: { reason: 'cancelled', facts: {} } });
    expect(performance.now() - cancelledAt).toBeLessThan(3_000);
    expect((await engine.run(request(), quiet)).ok).toBe(true);
  });

  it('keeps its process where a cancel is obeyed', async () => {
    // A busy machine is given time to hear it: what is looked at is what becomes of one that obeys.
    open({ graceMs: 30_000 });
    const abort = new AbortController();
    const { run, pid } = await begin(request({ steps: 200 }), 'denoise', abort.signal);
    abort.abort();
    expect(await run).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
    expect(modelProcesses()).toEqual([pid]);
  });

  it.each([
    ['between two steps', {}],
    ['in the middle of a step', { NODE_OPTIONS: `--import ${path.resolve('tests/fixtures/deaf-child.mjs')}` }],
  ])('never outlives its parent, that dies %s', async (_, env) => {
    const owner = spawn(process.execPath, ['--no-warnings', 'tests/fixtures/engine-owner.ts', data], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    await once(owner.stdout, 'data');
    const [pid] = modelProcesses(owner.pid);
    expect(pid && isThere(pid)).toBe(true);
    owner.kill('SIGKILL');
    await vi.waitFor(() => expect(isThere(pid as number)).toBe(false), { timeout: 5_000 });
    open();
  });
});

describe('several requests', () => {
  it('are cancelled at once while they wait', async () => {
    open();
    const first = new AbortController();
    const waiting = new AbortController();
    const { run } = await begin(long(), 'denoise', first.signal);
    const second = engine.run(request(), { ...quiet, signal: waiting.signal });
    waiting.abort();
    expect(await Promise.race([second, run.then(() => 'too late')])).toMatchObject({ fault: { reason: 'cancelled' } });
    first.abort();
    expect(await run).toMatchObject({ fault: { reason: 'cancelled' } });
  });

  it('of two models take one process after the other, never two at once', async () => {
    await copyTiny('second', 'second');
    open();
    const seen = new Set<number>();
    let most = 0;
    const look = setInterval(() => {
      const there = modelProcesses();
      there.forEach((pid) => seen.add(pid));
      most = Math.max(most, there.length);
    }, 40);
    for (const model of ['tiny-model', 'second', 'second', 'tiny-model']) {
      const result = await engine.run(request({ model }), quiet);
      expect(result.ok && result.value.recipe.model.id).toBe(model);
    }
    clearInterval(look);
    expect(most).toBe(1);
    expect(seen.size).toBe(3);
  });

  it('have a process each where several may be made at once', async () => {
    open({ jobs: 2 });
    const [one, two] = [new AbortController(), new AbortController()];
    const runs = [await begin(long(), 'denoise', one.signal), await begin(long({ seed: 2 }), 'denoise', two.signal)];
    expect(modelProcesses()).toHaveLength(2);
    one.abort();
    two.abort();
    for (const { run } of runs) expect(await run).toMatchObject({ fault: { reason: 'cancelled' } });
  });
});

describe('LoRAs', () => {
  it('are read from the shelf by the process that has the model, and leave it when they are not asked for', async () => {
    await copyTiny('adapted', 'adapted', { adapters: { loras: true, references: false } });
    const file = path.join(data, 'style.safetensors');
    await writeFile(file, await tinyLora(1));
    const [here, away] = [Sha256.parse('1'.repeat(64)), Sha256.parse('2'.repeat(64))];
    open({ media: { pathOf: (asset) => (asset === here ? file : undefined) } });
    const make = async (loras?: GenerationRequest['loras']) => engine.run(request({ model: 'adapted', steps: 1, ...(loras && { loras }) }), quiet);
    const pixels = (made: Awaited<ReturnType<typeof make>>) => made.ok && made.value.video.rgb;
    const without = await make();
    const with_ = await make([{ asset: here, name: 'style', weight: 1 }]);
    expect(with_.ok && with_.value.recipe.loras).toEqual([{ asset: here, name: 'style', weight: 1 }]);
    expect(pixels(with_)).not.toEqual(pixels(without));
    expect(await make([{ asset: away, name: 'gone', weight: 1 }])).toEqual({ ok: false, fault: { reason: 'lora-missing', facts: { file: 'gone' } } });
    expect(pixels(await make())).toEqual(pixels(without));
  });
});

describe('a model', () => {
  it('is there before it is needed once it is loaded, in place of another, and gone once it is unloaded', async () => {
    open();
    const loaded = async () => (await engine.offer()).models.filter((model) => model.loaded).map(({ id }) => id);
    const heard = vi.fn();
    engine.subscribe(heard);
    expect(await loaded()).toEqual([]);
    expect(await engine.load('kinora-mini', never)).toEqual({ ok: true, value: undefined });
    expect(await loaded()).toEqual(['kinora-mini']);
    const [pid] = modelProcesses();
    const made = await engine.run(request({ model: 'kinora-mini', steps: 1 }), quiet);
    expect(made.ok && made.value.timings.load).toBeUndefined();
    expect(modelProcesses()).toEqual([pid]);
    expect(await engine.load('tiny-model', never)).toMatchObject({ ok: true });
    expect(await loaded()).toEqual(['tiny-model']);
    expect(isThere(pid as number)).toBe(false);
    heard.mockClear();
    await engine.unload();
    expect(await loaded()).toEqual([]);
    expect(heard).toHaveBeenCalled();
  });

  it('that is not there, or whose loading is cancelled, is refused and leaves the engine as it was', async () => {
    open();
    expect(await engine.load('nobody', never)).toMatchObject({ fault: { reason: 'model-not-found' } });
    const signal = new AbortController();
    const loading = engine.load('kinora-mini', signal.signal);
    await new Promise((resolve) => setTimeout(resolve, 50));
    signal.abort();
    expect(await loading).toMatchObject({ fault: { reason: 'cancelled' } });
    expect(await engine.run(request({ steps: 1 }), quiet)).toMatchObject({ ok: true });
  });
});

describe('memory', () => {
  it('is given back by unload, after the clip at work', async () => {
    open();
    const { run, pid } = await begin(request({ steps: 20 }), 'denoise');
    await engine.unload();
    expect(isThere(pid)).toBe(false);
    expect((await run).ok).toBe(true);
    expect((await engine.run(request(), quiet)).ok).toBe(true);
  });

  it.skipIf(process.platform !== 'linux')('of a child is as much as the planner says, within a third', async () => {
    open();
    const shape = { width: 160, height: 96, frames: 17, steps: 2, guidance: 3 };
    expect((await engine.run(long(shape), quiet)).ok).toBe(true);
    const figures = kinoraMiniFigures(ModelManifest.parse(JSON.parse(await readFile('models/kinora-mini/manifest.json', 'utf8'))));
    const plan = planMemory(figures, { ...shape, runtime: ONNX }, { memory: { total: 4e9, free: 4e9 } });
    const measured = peakMemory(modelProcesses()[0] as number);
    expect(measured / plan.need.ram).toBeGreaterThan(2 / 3);
    expect(measured / plan.need.ram).toBeLessThan(4 / 3);
  });

  it.skipIf(process.platform !== 'linux')('that runs out is told as such, and the process with it is ended', async () => {
    open();
    const { run, pid } = await begin(long({ width: 160, height: 160, steps: 3 }), 'encode-text');
    leaveNoMemory(pid);
    expect(await run).toMatchObject({ ok: false, fault: { reason: 'out-of-memory' } });
    await vi.waitFor(() => expect(isThere(pid)).toBe(false));
    expect((await engine.run(request(), quiet)).ok).toBe(true);
  });

  it('is given back when nothing was to do for a time', async () => {
    open({ idleMs: 100 });
    expect((await engine.run(request(), quiet)).ok).toBe(true);
    await vi.waitFor(() => expect(modelProcesses()).toEqual([]));
    expect((await engine.run(request(), quiet)).ok).toBe(true);
  });
});

describe('models', () => {
  it('are offered with what is missing or has the wrong length, and folders that cannot be read with why', async () => {
    const torn = await copyTiny('torn', 'torn');
    await rm(path.join(torn, 'vae_encoder/model.onnx'));
    await truncate(path.join(torn, 'transformer/model.onnx'), 100);
    await mkdir(path.join(data, 'broken'));
    await writeFile(path.join(data, 'broken/manifest.json'), '{');
    await mkdir(path.join(data, 'no-model'));
    open({ models: [data, TINY, path.join(data, 'not-there')] });
    const offer = EngineOffer.parse(await engine.offer());
    expect(offer.models.map(({ id, missing }) => [id, missing.map(({ file }) => file)])).toEqual([
      ['kinora-mini', []],
      ['torn', ['transformer/model.onnx', 'vae_encoder/model.onnx']],
      ['tiny-model', []],
    ]);
    expect(offer.unreadable).toMatchObject([{ folder: path.join(data, 'broken'), fault: { reason: 'model-manifest-invalid' } }]);
    expect(offer.why).toBe('It was chosen in the settings.');
  });

  it('that come while somebody listens are told, and nothing is told while nothing changes', async () => {
    open({ lookMs: 30 });
    const told = vi.fn();
    const stop = engine.subscribe(told);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(told).not.toHaveBeenCalled();
    await copyTiny('late', 'late');
    await vi.waitFor(() => expect(told).toHaveBeenCalled());
    expect((await engine.offer()).models.map(({ id }) => id)).toContain('late');
    stop();
  });

  it('that are damaged are named by the run and offered so from then on, until they are put right', async () => {
    const folder = await copyTiny('damaged', 'damaged');
    const file = path.join(folder, 'transformer/model.onnx');
    const whole = await readFile(file);
    await writeFile(file, Buffer.from(whole).fill(0, 1000, 1010));
    open();
    const told = vi.fn();
    engine.subscribe(told);
    expect(await engine.run(request({ model: 'damaged' }), quiet)).toMatchObject({ fault: { reason: 'model-file-wrong-hash', facts: { file: 'transformer/model.onnx' } } });
    expect(told).toHaveBeenCalled();
    const missing = async () => (await engine.offer()).models.find(({ id }) => id === 'damaged')?.missing;
    expect(await missing()).toEqual([{ file: 'transformer/model.onnx', folder }]);
    await writeFile(file, whole);
    expect(await missing()).toEqual([]);
    expect((await engine.run(request({ model: 'damaged' }), quiet)).ok).toBe(true);
  });

  it('that nobody has are named, and Kinora Mini is what no model means', async () => {
    open();
    expect(await engine.run(request({ model: 'nobody' }), quiet)).toEqual({ ok: false, fault: { reason: 'model-not-found', facts: { model: 'nobody' } } });
    const { model: _, ...without } = request({ prompt: 'a red balloon over the sea', steps: 1 });
    const result = await engine.run(without, quiet);
    expect(result.ok && result.value.recipe.model.id).toBe('kinora-mini');
  });

  it('with a file beyond what can be read at once are named', async () => {
    const folder = await copyTiny('huge', 'huge');
    const manifest = path.join(folder, 'manifest.json');
    const bytes = 3 * 2 ** 30;
    await truncate(path.join(folder, 'transformer/model.onnx'), bytes);
    const parsed = JSON.parse(await readFile(manifest, 'utf8')) as { components: { transformer: { bytes: number } } };
    parsed.components.transformer.bytes = bytes;
    await writeFile(manifest, JSON.stringify(parsed));
    expect((await stat(path.join(folder, 'transformer/model.onnx'))).blocks * 512).toBeLessThan(2 ** 27);
    open();
    expect(await engine.run(request({ model: 'huge' }), quiet)).toMatchObject({ fault: { reason: 'file-too-large' } });
  });
});

it('works in small parts where an attempt is to take less memory', async () => {
  open();
  const parts = async (tiling: boolean) => {
    const told: number[] = [];
    const onProgress = ({ stage, steps }: Progress) => stage === 'decode' && told.push(steps);
    expect((await engine.run(request({ frames: 17 }), { ...quiet, onProgress, tiling })).ok).toBe(true);
    return told.at(-1) as number;
  };
  expect(await parts(true)).toBeGreaterThan(await parts(false));
});

it('answers values out of range with a named fault, and not with a dead process', async () => {
  open();
  for (const [changes, reason] of [
    [{ prompt: 'x'.repeat(500) }, 'prompt-too-long'],
    [{ steps: 5_000 }, 'option-invalid'],
    [{ width: 9_000 }, 'option-invalid'],
  ] as const) {
    expect(await engine.run({ ...request(), ...changes }, quiet)).toMatchObject({ fault: { reason } });
  }
});
