import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { RawVideo } from '#core/domain/generate/engine.ts';
import { EngineOffer } from '#core/schema/accelerator/offer.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import { gguf, safetensors } from '../../../tests/stand-ins/sd-cli/model-files.ts';
import { Bench, keptFile, quiet, request, STAND_IN } from './engine.test-support.ts';

const bench = new Bench();
const others: Bench[] = [];
const another = (...models: ConstructorParameters<typeof Bench>): Bench => {
  const made = new Bench(...models);
  others.push(made);
  return made;
};
afterEach(() => Promise.all(others.splice(0).map((one) => one.close())));
afterAll(() => bench.close());

const picture = { width: 256, height: 256, rgb: new Uint8Array(256 * 256 * 3).fill(90), sha256: Sha256.parse('e'.repeat(64)) };
const lora = { asset: Sha256.parse('a'.repeat(64)), name: '<lora:../../etc/passwd:1> --help', weight: 0.5 };

describe('what stable-diffusion.cpp offers', () => {
  it('says its version, its card and its models, and what each lacks with place and source', async () => {
    const offer = EngineOffer.parse(await bench.open().offer());
    expect(offer).toMatchObject({ id: 'sdcpp', version: 'master-700-97d2990 97d2990', provider: 'cuda', why: 'sd-cli works on NVIDIA GeForce RTX 4080 (CUDA0).' });
    expect(offer.fault).toBeUndefined();
    expect(offer.models.map(({ id, missing }) => [id, missing.length])).toEqual([
      ...[['wan2.2-t2v-a14b', 0], ['wan2.2-i2v-a14b', 0], ['wan2.2-ti2v-5b', 0], ['wan2.2-t2v-a14b-lightning', 0], ['wan2.2-i2v-a14b-lightning', 2]],
    ]);
    expect(offer.models.at(-1)?.missing[0]).toEqual({
      file: 'wan2.2_i2v_lightx2v_4steps_lora_v1_high_noise.safetensors',
      folder: bench.models,
      source: 'https://huggingface.co/Comfy-Org/Wan_2.2_ComfyUI_Repackaged',
    });
  });

  it('is found in PATH', async () => {
    const folder = path.join(bench.folder, 'bin');
    mkdirSync(folder);
    symlinkSync(STAND_IN, path.join(folder, 'sd-cli'));
    const PATH = [path.dirname(process.execPath), '/usr/bin', '/bin'].join(path.delimiter);
    const found = bench.open({}, { program: undefined, environment: { PATH: `${folder}${path.delimiter}${PATH}` } });
    expect((await found.offer()).fault).toBeUndefined();
    const lost = bench.open({}, { program: undefined, environment: { PATH } });
    expect((await lost.offer()).fault?.facts.detail).toMatch(/^It is not in PATH\./);
  });

  it('says in the same words that there is no program, and that there is none where one was given', async () => {
    const given = bench.open({}, { program: path.join(bench.folder, 'nowhere') });
    const { fault, why, models } = await given.offer();
    expect([fault?.reason, fault?.facts.detail, why]).toEqual([
      'engine-away',
      `There is no program at ${bench.folder}/nowhere. Get it from github.com/leejet/stable-diffusion.cpp, and say where it is with the setting sdCli.`,
      'There is no sd-cli on this machine.',
    ]);
    expect(models).toHaveLength(5);
    expect(await given.run(request(), quiet)).toMatchObject({ ok: false, fault: { reason: 'engine-away' } });
  });

  it('says that a program is none, or may not be run', async () => {
    const program = path.join(bench.folder, 'no-program');
    writeFileSync(program, 'no program');
    chmodSync(program, 0o755);
    expect((await bench.open({}, { program }).offer()).fault).toMatchObject({ reason: 'engine-refused', facts: { detail: expect.stringContaining('127') } });
    chmodSync(program, 0o644);
    expect((await bench.open({}, { program }).offer()).fault).toMatchObject({ reason: 'engine-away' });
  });

  it('works on the processor where there is no card, and says so', async () => {
    expect(await bench.open({ devices: 'CPU\tAMD EPYC\n' }).describe()).toMatchObject({ provider: 'cpu', why: 'sd-cli sees no graphics card and works on AMD EPYC.' });
    expect(await bench.open({ devices: '' }).describe()).toMatchObject({ provider: 'cpu' });
    expect(await bench.open({ devices: 'Vulkan1\tAMD Radeon\nCPU\tx\n' }).describe()).toMatchObject({ provider: 'vulkan' });
  });

  it('names files that are damaged, and counts them as missing', async () => {
    const own = another({ 'Wan2.2-TI2V-5B-Q8_0.gguf': () => gguf().subarray(0, 150), 'wan2.2_vae.safetensors': () => safetensors() });
    const { why, models } = await own.open().offer();
    expect(why).toContain('Wan2.2-TI2V-5B-Q8_0.gguf cannot be used: it is not whole.');
    expect(models.find(({ id }) => id === 'wan2.2-ti2v-5b')?.missing.map(({ file }) => file)).toEqual(['Wan2.2-TI2V-5B-Q8_0.gguf', 'umt5-xxl-encoder-Q8_0.gguf']);
  });

  it('calls back when a file comes, and no more once nobody listens', async () => {
    const own = another({});
    const engine = own.open({}, { lookMs: 20 });
    const listener = vi.fn();
    const stop = engine.subscribe(listener);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(listener).not.toHaveBeenCalled();
    mkdirSync(own.models, { recursive: true });
    writeFileSync(path.join(own.models, 'wan2.2_vae.safetensors'), safetensors());
    await vi.waitFor(() => expect(listener).toHaveBeenCalled(), 5_000);
    stop();
    listener.mockClear();
    rmSync(path.join(own.models, 'wan2.2_vae.safetensors'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(listener).not.toHaveBeenCalled();
  });

  it('asks another program anew when the file was replaced', async () => {
    const program = path.join(bench.folder, 'sd-cli-copy');
    const answer = (version: string) => {
      writeFileSync(`${program}.new`, `#!/bin/sh\nif [ "$1" = --version ]; then echo "stable-diffusion.cpp version ${version}, commit abc"; else printf 'CPU\\tx\\n'; fi\n`);
      chmodSync(`${program}.new`, 0o755);
      renameSync(`${program}.new`, program);
    };
    answer('one');
    const engine = bench.open({}, { program });
    expect((await engine.describe()).version).toBe('one abc');
    answer('three');
    utimesSync(program, 1, 1);
    expect((await engine.describe()).version).toBe('three abc');
  });
});

describe('clips of stable-diffusion.cpp', () => {
  it('takes the model that is named, and the first that can where none is', async () => {
    const engine = bench.open();
    const idOf = async (changes: Parameters<typeof request>[0]) => {
      const result = await engine.run(request(changes), quiet);
      return result.ok ? result.value.recipe.model.id : result.fault.reason;
    };
    expect(await idOf({})).toBe('wan2.2-t2v-a14b');
    expect(await idOf({ model: 'wan2.2-ti2v-5b' })).toBe('wan2.2-ti2v-5b');
    expect(await idOf({ mode: 'flf2v', first: picture, last: picture })).toBe('wan2.2-i2v-a14b');
    expect(await idOf({ model: 'nobody' })).toBe('model-not-found');
    expect(await idOf({ model: 'wan2.2-t2v-a14b', mode: 'i2v', first: picture })).toBe('mode-not-supported');
    expect(await idOf({ model: 'wan2.2-i2v-a14b-lightning', mode: 'i2v', first: picture })).toBe('model-file-missing');
    expect(await idOf({ scheduler: 'unipc' })).toBe('option-invalid');
  });

  it('makes a still, and a clip from two pictures, and leaves nothing behind', async () => {
    const engine = bench.open();
    const still = await engine.run(request({ mode: 't2i' }), quiet);
    expect(still.ok && [still.value.video.frames, still.value.adjustments]).toEqual([1, []]);
    const between = await engine.run(request({ mode: 'flf2v', prompt: '', first: picture, last: picture }), quiet);
    expect(between.ok && between.value.recipe).toMatchObject({ mode: 'flf2v', shift: 5, inputs: { first: picture.sha256, last: picture.sha256 } });
    expect(bench.leftovers()).toEqual([]);
  });

  it('shows a preview at each step, of the size of a latent', async () => {
    const previews: RawVideo[] = [];
    await bench.open({ stepMs: 40 }).run(request({ steps: 6 }), { ...quiet, onPreview: (preview) => previews.push(preview) });
    expect(previews.length).toBeGreaterThanOrEqual(3);
    expect(previews.every(({ width, height, frames, rgb }) => width === 32 && height === 32 && frames === 1 && rgb.length === 32 * 32 * 3)).toBe(true);
    expect(new Set(previews.map(({ rgb }) => Buffer.from(rgb).toString('base64'))).size).toBe(previews.length);
  });

  it('asks for no preview where nobody looks', async () => {
    await bench.open().run(request(), quiet);
    expect(bench.calls().at(-1)?.args).not.toContain('--preview');
  });

  it('fits the shape to the model and says so, and gives two experts a step each', async () => {
    const result = await bench.open().run(request({ width: 250, frames: 7, steps: 1 }), quiet);
    expect(result.ok && result.value.adjustments).toEqual([
      { what: 'width', asked: 250, used: 256 },
      { what: 'frames', asked: 7, used: 9 },
      { what: 'steps', asked: 1, used: 2 },
    ]);
    expect(result.ok && result.value.recipe).toMatchObject({ width: 256, frames: 9, steps: 2 });
  });

  it('lays LoRAs down under their hash, tells them in the recipe, and lets no name of theirs out', async () => {
    const engine = bench.open({}, { media: { get: (asset) => Promise.resolve(keptFile(asset, safetensors())) } });
    const result = await engine.run(request({ loras: [lora] }), quiet);
    expect(result.ok && result.value.recipe.loras).toEqual([lora]);
    const { args } = bench.calls().at(-1) as { args: string[] };
    const file = `${lora.asset}.safetensors`;
    expect(args[args.indexOf('-p') + 1]).toBe(`a red balloon<lora:${file}:0.5><lora:|high_noise|${file}:0.5>`);
    expect(args.join(' ')).not.toContain('passwd');
  });

  it('gives each expert its own file of a pair, whatever the files are called', async () => {
    const pair = { ...lora, name: 'Ada one', low: { asset: Sha256.parse('b'.repeat(64)), name: 'Ada two' } };
    const engine = bench.open({}, { media: { get: (asset) => Promise.resolve(keptFile(asset, safetensors())) } });
    const result = await engine.run(request({ loras: [pair] }), quiet);
    expect(result.ok && result.value.recipe.loras).toEqual([pair]);
    const { args } = bench.calls().at(-1) as { args: string[] };
    expect(args[args.indexOf('-p') + 1]).toBe(`a red balloon<lora:|high_noise|${pair.asset}.safetensors:0.5><lora:${pair.low.asset}.safetensors:0.5>`);
    const halfHere = bench.open({}, { media: { get: (asset) => Promise.resolve(asset === pair.asset ? keptFile(asset, safetensors()) : undefined) } });
    expect(await halfHere.run(request({ loras: [pair] }), quiet)).toMatchObject({ ok: false, fault: { reason: 'lora-unreadable', facts: { file: 'Ada two' } } });
  });

  it('takes no LoRA that is none, or that is not there', async () => {
    const broken = bench.open({}, { media: { get: (asset) => Promise.resolve(keptFile(asset, Buffer.from('no LoRA at all'))) } });
    for (const engine of [broken, bench.open()]) {
      expect(await engine.run(request({ loras: [lora] }), quiet)).toMatchObject({ ok: false, fault: { reason: 'lora-unreadable', facts: { file: lora.name } } });
    }
    expect(bench.leftovers()).toEqual([]);
  });

  it('makes a clip in four steps with the LoRAs of the model', async () => {
    const result = await bench.open().run(request({ model: 'wan2.2-t2v-a14b-lightning', guidance: 1 }), quiet);
    expect(result.ok).toBe(true);
    const { args } = bench.calls().at(-1) as { args: string[] };
    expect(args.join(' ')).toContain('<lora:|high_noise|fast-high.safetensors:1><lora:fast-low.safetensors:1>');
    expect(args.join(' ')).toContain('--steps 2');
  });

  it('starts each in a folder of its own, with nothing of a person in a path', async () => {
    await bench.open().run(request({ prompt: '%03d' }), quiet);
    const { cwd, args } = bench.calls().at(-1) as { cwd: string; args: string[] };
    expect(path.dirname(cwd)).toBe(bench.scratch);
    expect(existsSync(cwd)).toBe(false);
    expect(args.at(-1)).toBe('frames/%03d.png');
  });

  it('works off one after the other, and lets go at once of those that wait', async () => {
    const engine = bench.open({ stepMs: 60 });
    const told: Progress[] = [];
    const first = engine.run(request({ steps: 20 }), quiet);
    const waiting = { aborted: false };
    const second = engine.run(request(), { signal: waiting, onProgress: (one) => told.push(one) });
    await new Promise((resolve) => setTimeout(resolve, 300));
    waiting.aborted = true;
    const cancelledAt = performance.now();
    expect(await second).toMatchObject({ fault: { reason: 'cancelled' } });
    expect(performance.now() - cancelledAt).toBeLessThan(3_000);
    expect(told).toEqual([]);
    expect((await first).ok).toBe(true);
  });

  it('sweeps away what a process that is gone has left, and nothing else', async () => {
    const own = another();
    const [dead, alive] = [path.join(own.scratch, 'job-4194303-xyz'), path.join(own.scratch, `job-${process.pid}-xyz`)];
    mkdirSync(path.join(dead, 'frames'), { recursive: true });
    mkdirSync(alive);
    mkdirSync(path.join(own.scratch, 'mine'));
    await own.open().run(request(), quiet);
    expect(own.leftovers()).toEqual([path.basename(alive), 'mine'].sort());
  });
});
