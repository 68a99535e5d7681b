import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EngineOffer } from '#core/schema/accelerator/offer.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { drawFrame } from '../../../tests/stand-ins/comfyui/draw.ts';
import { StandInProcess } from '../../../tests/stand-ins/comfyui/open-stand-in.ts';
import { psnr } from '../../../tests/fixtures/decode-film.ts';
import { LearntMemory } from '../learnt-memory.ts';
import type { ComfyEngine } from './engine.ts';
import { asked, JOB, openEngine, picture, running } from './meet.test-support.ts';
import { FIRST_LAST, TEXT_TO_FILM } from './workflow/own-workflows.test-support.ts';

let standIn: StandInProcess;
let other: StandInProcess;
const engines: ComfyEngine[] = [];
let folder: string;
const open = (addresses = [standIn.address]): ComfyEngine => {
  const engine = openEngine(addresses, { workflows: folder });
  engines.push(engine);
  return engine;
};
beforeAll(async () => {
  [standIn, other] = await Promise.all([StandInProcess.open(), StandInProcess.open()]);
});
afterAll(() => Promise.all([standIn.kill(), other.kill()]));
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'kinora-comfyui-'))));
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
  for (const one of [standIn, other]) {
    if (!one.isRunning) await one.start();
    await one.reset();
  }
  await rm(folder, { recursive: true });
});
const missingOf = (offer: EngineOffer, id: string) => offer.models.find((model) => model.id === id)?.missing;

describe('the offer', () => {
  it('names the card, and every model that can be used at once', async () => {
    const offer = await open().offer();
    expect(EngineOffer.parse(offer)).toMatchObject({ id: 'comfyui', version: '0.3.64', provider: 'NVIDIA Stand-in 80GB', holdsMemory: true });
    expect(offer.models.map(({ id, missing }) => [id, missing.length])).toEqual([
      ['wan2.2-t2v-a14b', 0],
      ['wan2.2-t2v-a14b-lightning', 0],
      ['wan2.2-i2v-a14b', 0],
      ['wan2.2-i2v-a14b-lightning', 0],
      ['wan2.2-ti2v-5b', 0],
    ]);
  });

  it('says which files are missing, in which folder they belong and where they can be had', async () => {
    await standIn.set({ withoutModels: ['loras', 'vae'], withoutClasses: ['WanFirstLastFrameToVideo'] });
    const offer = await open().offer();
    expect(missingOf(offer, 'wan2.2-t2v-a14b')).toEqual([
      { file: 'wan_2.1_vae.safetensors', folder: 'vae', source: 'https://huggingface.co/Comfy-Org/Wan_2.2_ComfyUI_Repackaged/resolve/main/split_files/vae/wan_2.1_vae.safetensors' },
    ]);
    expect(missingOf(offer, 'wan2.2-t2v-a14b-lightning')?.map(({ file }) => file)).toContain('wan2.2_t2v_lightx2v_4steps_lora_v1.1_low_noise.safetensors');
    expect(missingOf(offer, 'wan2.2-i2v-a14b')).toContainEqual({ file: 'node WanFirstLastFrameToVideo', folder: 'ComfyUI itself', source: 'https://github.com/comfyanonymous/ComfyUI' });
  });

  it('finds files in folders of folders, also as Windows writes them', async () => {
    await standIn.set({ withoutModels: ['vae'], moreModels: { vae: ['wan\\wan_2.1_vae.safetensors'] } });
    const engine = open();
    expect(missingOf(await engine.offer(), 'wan2.2-t2v-a14b')).toEqual([]);
    expect(await engine.run(asked({ model: 'wan2.2-t2v-a14b' }), running())).toMatchObject({ ok: true });
    const [sent] = (await standIn.log()).prompts;
    expect(Object.values(sent?.prompt ?? {}).find(({ class_type }) => class_type === 'VAELoader')?.inputs.vae_name).toBe('wan\\wan_2.1_vae.safetensors');
  });

  it('plans with how much of the card was free while the server worked', async () => {
    await standIn.set({ vramFreeAtWork: 78e9, stepMs: 20 });
    const learnt = new LearntMemory();
    const engine = openEngine([standIn.address], { learnt, times: { lookMs: 5 } });
    engines.push(engine);
    expect(await engine.run(asked({ model: 'wan2.2-t2v-a14b' }), running())).toMatchObject({ ok: true });
    expect(Object.values(learnt.at(`ComfyUI at ${new URL(standIn.address).host} on cuda:0 NVIDIA Stand-in 80GB : cudaMallocAsync`))).toMatchObject([{ memory: 0.875, samples: 1 }]);
  });

  it('is looked at again before each job', async () => {
    const engine = open();
    expect(missingOf(await engine.offer(), 'wan2.2-t2v-a14b')).toEqual([]);
    await standIn.set({ withoutModels: ['text_encoders'], withoutClasses: ['SaveImage'] });
    expect(await engine.run(asked({ model: 'wan2.2-t2v-a14b' }), running())).toMatchObject({
      ok: false,
      fault: { reason: 'engine-refused', facts: { detail: 'It lacks umt5_xxl_fp8_e4m3fn_scaled.safetensors in its folder text_encoders. It does not know the node SaveImage: update it, or install what brings it.' } },
    });
    expect((await standIn.log()).prompts).toEqual([]);
  });

  it('says so where nothing answers, and what it would have offered', async () => {
    await standIn.kill();
    const offer = await open().offer();
    expect(offer).toMatchObject({ provider: 'none', fault: { reason: 'engine-away' } });
    expect(offer.models).toHaveLength(5);
  });
});

describe('what Kinora makes with it', () => {
  it.each([
    ['i2v', 'wan2.2-i2v-a14b', 4],
    ['flf2v', 'wan2.2-i2v-a14b-lightning', 4],
    ['ti2v', 'wan2.2-ti2v-5b', 4],
    ['t2i', 'wan2.2-t2v-a14b', 4],
  ] as const)('%s by %s', async (mode, model, steps) => {
    const given = { ...(mode !== 't2i' && { first: picture(30) }), ...(mode === 'flf2v' && { last: picture(90) }) };
    const result = await open().run(asked({ mode, model, steps, ...given }), running());
    if (!result.ok) throw new Error(JSON.stringify(result.fault));
    const { recipe, video, adjustments } = result.value;
    expect(recipe).toMatchObject({ mode, model: { id: model, version: '2.2', license: 'Apache-2.0' }, engine: { id: 'comfyui', version: '0.3.64', provider: 'NVIDIA Stand-in 80GB' } });
    expect(recipe.inputs).toEqual({ ...(mode !== 't2i' && { first: picture(30).sha256 }), ...(mode === 'flf2v' && { last: picture(90).sha256 }) });
    expect([video.frames, adjustments]).toEqual([mode === 't2i' ? 1 : 5, []]);
  });

  it('gives LoRAs to both experts, each its own where there are two, and puts them in the recipe', async () => {
    await standIn.set({ moreModels: { loras: ['film_look.safetensors', 'people/Ada_high_noise.safetensors', 'people/Ada_low_noise.safetensors'] } });
    const asset = Sha256.parse('a'.repeat(64));
    const loras = [{ asset, name: 'film_look', weight: 0.7 }, { asset, name: 'ada.safetensors', weight: 1 }];
    const result = await open().run(asked({ model: 'wan2.2-t2v-a14b', loras }), running());
    expect(result.ok && result.value.recipe.loras).toEqual(loras);
    const [sent] = (await standIn.log()).prompts;
    const used = Object.values(sent?.prompt ?? {}).filter(({ class_type }) => class_type === 'LoraLoaderModelOnly').map(({ inputs }) => inputs.lora_name);
    expect(used).toEqual(['film_look.safetensors', 'people/Ada_high_noise.safetensors', 'film_look.safetensors', 'people/Ada_low_noise.safetensors']);
  });

  it('gives each expert its own file of a pair, whatever the files are called, and names the one that is not there', async () => {
    await standIn.set({ moreModels: { loras: ['begin.safetensors', 'end.safetensors'] } });
    const pair = (low: string) => [{ asset: Sha256.parse('a'.repeat(64)), name: 'begin', weight: 0.6, low: { asset: Sha256.parse('b'.repeat(64)), name: low } }];
    const result = await open().run(asked({ model: 'wan2.2-t2v-a14b', loras: pair('end') }), running());
    expect(result.ok && result.value.recipe.loras).toEqual(pair('end'));
    const [sent] = (await standIn.log()).prompts;
    const used = Object.values(sent?.prompt ?? {}).filter(({ class_type }) => class_type === 'LoraLoaderModelOnly').map(({ inputs }) => [inputs.lora_name, inputs.strength_model]);
    expect(used).toEqual([['begin.safetensors', 0.6], ['end.safetensors', 0.6]]);
    expect(await open().run(asked({ model: 'wan2.2-t2v-a14b', loras: pair('other') }), running())).toMatchObject({ ok: false, fault: { facts: { detail: expect.stringContaining('other.safetensors') } } });
  });

  it('names a LoRA that is not there', async () => {
    const loras = [{ asset: Sha256.parse('a'.repeat(64)), name: 'Ada', weight: 1 }];
    expect(await open().run(asked({ loras }), running())).toMatchObject({
      ok: false,
      fault: { reason: 'engine-refused', facts: { detail: 'It has no LoRA “Ada”: put Ada.safetensors into its folder loras.' } },
    });
  });

  it('names a model that nobody offers', async () => {
    expect(await open().run(asked({ model: 'other' }), running())).toMatchObject({ ok: false, fault: { reason: 'model-not-found' } });
  });
});

describe('a person’s own workflow', () => {
  const write = (name: string, value: unknown) => writeFile(path.join(folder, name), JSON.stringify(value));

  it('is filled with the request, and its film is read as frames', async () => {
    await write('mine.json', TEXT_TO_FILM);
    const engine = open();
    expect((await engine.offer()).workflows).toMatchObject([{ file: 'mine.json', model: 'comfyui/mine', notFound: ['first', 'last'] }]);
    const result = await engine.run(asked({ model: 'comfyui/mine', frameRate: 12 }), running({ job: JOB }));
    if (!result.ok) throw new Error(JSON.stringify(result.fault));
    const { video, recipe, adjustments } = result.value;
    expect(video).toMatchObject({ width: 160, height: 128, frames: 5, frameRate: 12 });
    expect(recipe).toMatchObject({ model: { id: 'comfyui/mine', license: 'NOASSERTION' }, frameRate: 12, frames: 5 });
    expect(adjustments).toEqual([]);
    // Every frame is one colour with a white bar: which one does not matter, that it came through does.
    const bar = (frame: number) => video.rgb[(frame * 128 + Math.floor((frame * 128) / 5)) * 160 * 3] as number;
    expect([0, 1, 2, 3, 4].map(bar).every((white) => white > 225)).toBe(true);
    const [r = 0, g = 0, b = 0] = video.rgb.subarray((128 * 160 - 1) * 3, 128 * 160 * 3);
    const drawn = drawFrame({ digest: '', width: 160, height: 128, frames: 5 }, 0).map((_, at) => (at < 160 * 3 ? 255 : [r, g, b][at % 3]!));
    expect(psnr(video.rgb.subarray(0, 160 * 128 * 3), drawn)).toBeGreaterThan(30);
  });

  it('says what it made otherwise than asked, where it has no place for that', async () => {
    await write('fixed.json', TEXT_TO_FILM);
    await write('fixed.mapping.json', { schema: 1, slots: { prompt: [{ node: '2', input: 'text' }], width: [{ node: '20', input: 'width' }], height: [{ node: '20', input: 'height' }] }, output: '51' });
    const result = await open().run(asked({ model: 'comfyui/fixed', frameRate: 16 }), running());
    expect(result.ok && result.value.adjustments).toEqual([
      { what: 'frames', asked: 5, used: 49 },
      { what: 'frameRate', asked: 16, used: 24 },
    ]);
  });

  it('is refused with the node and the value that ComfyUI names', async () => {
    const wrong = structuredClone(FIRST_LAST);
    (wrong['30'] as { inputs: Record<string, unknown> }).inputs.scheduler = 'fancy';
    delete wrong['13'];
    (wrong['20'] as { inputs: Record<string, unknown> }).inputs.end_image = ['12', 0];
    await write('wrong.json', wrong);
    const result = await open().run(asked({ model: 'comfyui/wrong', mode: 'flf2v', first: picture(1), last: picture(2) }), running());
    expect(result).toMatchObject({
      ok: false,
      fault: { reason: 'engine-refused', facts: { detail: `KSampler (node 30, scheduler = "fancy"): Value not in list: scheduler: 'fancy' not in ['simple', 'normal', 'beta'].` } },
    });
  });

  it('names nodes and files that the server does not have', async () => {
    const changed = structuredClone(FIRST_LAST);
    (changed['6'] as { inputs: Record<string, unknown> }).inputs.vae_name = 'own_vae.safetensors';
    await write('lacks.json', changed);
    const offer = await open().offer();
    expect(missingOf(offer, 'comfyui/lacks')).toEqual([
      { file: 'node ImageScale', folder: 'custom_nodes' },
      { file: 'own_vae.safetensors', folder: 'vae' },
    ]);
  });
});

describe('several servers', () => {
  const sentTo = async () => [(await standIn.log()).prompts.length, (await other.log()).prompts.length];

  it('share the work: a second job goes where nothing waits', async () => {
    await Promise.all([standIn.set({ stepMs: 40 }), other.set({ stepMs: 40 })]);
    const engine = open([standIn.address, other.address]);
    const first = engine.run(asked({ steps: 20 }), running());
    await expect.poll(async () => (await sentTo()).reduce((sum, jobs) => sum + jobs, 0)).toBe(1);
    const second = engine.run(asked({ steps: 20, seed: 3 }), running());
    expect([await first, await second]).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await sentTo()).toEqual([1, 1]);
  });

  it('only one that has the files is asked', async () => {
    await standIn.set({ withoutModels: ['diffusion_models'] });
    const engine = open([standIn.address, other.address]);
    expect(missingOf(await engine.offer(), 'wan2.2-t2v-a14b')).toEqual([]);
    expect(await engine.run(asked(), running())).toMatchObject({ ok: true });
    expect(await sentTo()).toEqual([0, 1]);
  });

  it('another takes over when one dies in the middle, and the dead one is left alone for a while', async () => {
    await standIn.set({ diesAfter: 2 });
    await other.set({ stepMs: 10 });
    const engine = openEngine([standIn.address, other.address], { times: { silence: 100, away: 400, retryMs: 50 } });
    engines.push(engine);
    expect(await engine.run(asked(), running({ job: JOB }))).toMatchObject({ ok: true });
    expect((await other.log()).prompts.map(({ id }) => id)).toEqual([JOB]);
    await standIn.ended();
    await standIn.start();
    expect(await engine.run(asked({ seed: 4 }), running())).toMatchObject({ ok: true });
    expect(await sentTo()).toEqual([0, 2]);
  });

  it('a job goes where its speed is, once both were measured', async () => {
    await standIn.set({ stepMs: 60 });
    const engine = open([standIn.address, other.address]);
    await engine.run(asked({ seed: 1 }), running());
    await engine.run(asked({ seed: 2 }), running());
    expect(await sentTo()).toEqual([1, 1]);
    await engine.run(asked({ seed: 3 }), running());
    await engine.run(asked({ seed: 4 }), running());
    expect(await sentTo()).toEqual([1, 3]);
  });
});
