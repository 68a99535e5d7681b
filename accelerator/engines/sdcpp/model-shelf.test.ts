import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { gguf, safetensors } from '../../../tests/stand-ins/sd-cli/model-files.ts';
import { Bench } from './engine.test-support.ts';
import { roleOfName } from './model-file.ts';
import { ModelShelf } from './model-shelf.ts';

let bench: Bench | undefined;
afterEach(() => bench?.close());

describe('names of model files', () => {
  it.each([
    ['wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors', 't2v-high'],
    ['Wan2.2-I2V-A14B-LowNoise-Q4_K_M.gguf', 'i2v-low'],
    ['wan2.2_ti2v_5B_fp16.safetensors', 'ti2v'],
    ['Wan2.2-TI2V-5B-Q8_0.gguf', 'ti2v'],
    ['wan_2.1_vae.safetensors', 'vae-2.1'],
    ['Wan2.1_VAE.safetensors', 'vae-2.1'],
    ['wan2.2_vae.safetensors', 'vae-2.2'],
    ['umt5_xxl_fp8_e4m3fn_scaled.safetensors', 'text'],
    ['umt5-xxl-encoder-Q5_K_M.gguf', 'text'],
    ['wan2.2_i2v_lightx2v_4steps_lora_v1_low_noise.safetensors', 'i2v-fast-low'],
    ['Wan2.2-T2V-A14B-Lightning-high.safetensors', 't2v-fast-high'],
    ['wan2.1-t2v-14b-Q8_0.gguf', undefined],
    ['wan2.2_t2v_14B_style_lora_high.safetensors', undefined],
    ['ae.safetensors', undefined],
  ])('%s is %s', (name, role) => {
    expect(roleOfName(name)).toBe(role);
  });
});

describe('folders of models', () => {
  it('finds files in folders within and behind links, and goes in no circle', async () => {
    bench = new Bench({ 'elsewhere/Wan2.2-TI2V-5B-Q8_0.gguf': () => gguf() });
    const folder = path.join(bench.folder, 'mine');
    mkdirSync(folder);
    symlinkSync(path.join(bench.models, 'elsewhere'), path.join(folder, 'linked'));
    symlinkSync(folder, path.join(folder, 'round'));
    writeFileSync(path.join(folder, 'wan2.2_vae.safetensors'), safetensors());
    const { files } = await new ModelShelf([folder]).look();
    expect(files.map(({ role, precision }) => [role, precision])).toEqual([
      ['ti2v', 'q8'],
      ['vae-2.2', 'own'],
    ]);
  });

  it('leaves out what is damaged, and says why', async () => {
    bench = new Bench({ 'Wan2.2-TI2V-5B-Q8_0.gguf': () => gguf().subarray(0, 150), 'wan2.2_vae.safetensors': () => Buffer.alloc(0) });
    const { files, broken } = await new ModelShelf([bench.models]).look();
    expect(files).toEqual([]);
    expect(broken.map(({ file, fault }) => [file, fault.reason])).toEqual([
      ['Wan2.2-TI2V-5B-Q8_0.gguf', 'model-file-truncated'],
      ['wan2.2_vae.safetensors', 'file-empty'],
    ]);
  });

  it('sees a file that came, changed or went', async () => {
    bench = new Bench({});
    mkdirSync(bench.models, { recursive: true });
    const shelf = new ModelShelf([bench.models, path.join(bench.folder, 'not-there')]);
    const file = path.join(bench.models, 'Wan2.2-TI2V-5B-Q8_0.gguf');
    const nothing = await shelf.look();
    writeFileSync(file, gguf().subarray(0, 150));
    const half = await shelf.look();
    writeFileSync(file, gguf());
    const whole = await shelf.look();
    rmSync(file);
    const gone = await shelf.look();
    expect([nothing, half, whole, gone].map(({ files, broken }) => [files.length, broken.length])).toEqual([[0, 0], [0, 1], [1, 0], [0, 0]]);
    expect(new Set([nothing.mark, half.mark, whole.mark]).size).toBe(3);
    expect(gone.mark).toBe(nothing.mark);
  });

  it('does not enter folders without end', async () => {
    bench = new Bench({ [`${'deep/'.repeat(9)}Wan2.2-TI2V-5B-Q8_0.gguf`]: () => gguf() });
    expect((await new ModelShelf([bench.models]).look()).files).toEqual([]);
  });
});
