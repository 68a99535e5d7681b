import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../tests/stand-ins/sd-cli/options.mjs';
import { type PlacedLora, plainPrompt, previewFile, sdArguments, type SdTask, splitSteps } from './arguments.ts';
import { MODELS, rolesOf, type SdModel, WANTED } from './catalogue.ts';
import { type ChosenFiles, waysToLoad } from './choose-files.ts';
import { request } from './engine.test-support.ts';

const modelOf = (id: string): SdModel => MODELS.find(({ offer }) => offer.id === id) as SdModel;
const filesOf = (model: SdModel): ChosenFiles => {
  const files = rolesOf(model).map((role) => ({ path: `/m/${WANTED[role].file}`, bytes: 1, role, precision: 'q4' as const, loadsCoarser: false }));
  return waysToLoad(model, files)[0] as ChosenFiles;
};
const picture = { width: 256, height: 256, rgb: new Uint8Array(256 * 256 * 3), sha256: 'e'.repeat(64) as never };
const SHAPE = { width: 832, height: 480, frames: 81 };

/** The command line of a task as sd-cli itself reads it. */
function line(id: string, changes: Parameters<typeof request>[0] = {}, task: Partial<SdTask> = {}): Record<string, unknown> {
  const model = modelOf(id);
  const asked = request(changes);
  const args = sdArguments({
    ...{ model, files: filesOf(model), request: asked, shape: SHAPE, steps: splitSteps(model, asked.steps) },
    ...{ loras: [], memory: [], preview: previewFile(SHAPE, asked.frameRate), ...task },
  });
  const { options, refusal } = readOptions(args) as { options?: Record<string, unknown>; refusal?: string };
  expect(refusal).toBeUndefined();
  return options as Record<string, unknown>;
}

describe('the command line of sd-cli', () => {
  it('sets everything for both experts', () => {
    expect(line('wan2.2-t2v-a14b', { steps: 20, seed: 4294967295, frameRate: 16, negativePrompt: 'blur' })).toEqual({
      ...{ '--mode': 'vid_gen', '--prompt': 'a red balloon', '--negative-prompt': 'blur', '--seed': '4294967295', '--rng': 'cuda' },
      '--diffusion-model': '/m/Wan2.2-T2V-A14B-LowNoise-Q4_K_M.gguf',
      '--high-noise-diffusion-model': '/m/Wan2.2-T2V-A14B-HighNoise-Q4_K_M.gguf',
      ...{ '--vae': '/m/wan_2.1_vae.safetensors', '--t5xxl': '/m/umt5-xxl-encoder-Q8_0.gguf' },
      ...{ '--width': 832, '--height': 480, '--video-frames': 81, '--fps': 16 },
      ...{ '--steps': 20, '--cfg-scale': 3.5, '--sampling-method': 'euler', '--flow-shift': 12 },
      ...{ '--high-noise-steps': -1, '--high-noise-cfg-scale': 3.5, '--high-noise-sampling-method': 'euler', '--moe-boundary': 0.875 },
      ...{ '--diffusion-fa': true, '--disable-image-metadata': true, '--output': 'frames/%03d.png' },
      ...{ '--preview': 'proj', '--preview-path': 'preview.avi', '--preview-interval': 1 },
    });
  });

  it('gives one model no second expert, and its own decoder', () => {
    const options = line('wan2.2-ti2v-5b', { frameRate: 24 });
    expect(Object.keys(options).filter((option) => /high|moe/.test(option))).toEqual([]);
    expect(options).toMatchObject({ '--vae': '/m/wan2.2_vae.safetensors', '--flow-shift': 5, '--fps': 24, '--steps': 4 });
  });

  it('hands over the first picture, and the last', () => {
    expect(line('wan2.2-i2v-a14b', { mode: 'i2v', first: picture })).toMatchObject({ '--init-img': 'first.png', '--moe-boundary': 0.9, '--flow-shift': 5 });
    expect(line('wan2.2-i2v-a14b', { mode: 'i2v', first: picture })['--end-img']).toBeUndefined();
    expect(line('wan2.2-i2v-a14b', { mode: 'flf2v', first: picture, last: picture })).toMatchObject({ '--init-img': 'first.png', '--end-img': 'last.png' });
  });

  it('halves the steps of a distilled model between its experts', () => {
    expect(line('wan2.2-t2v-a14b-lightning', { guidance: 1 })).toMatchObject({ '--steps': 2, '--high-noise-steps': 2, '--cfg-scale': 1, '--flow-shift': 5 });
    expect(splitSteps(modelOf('wan2.2-i2v-a14b-lightning'), 5)).toEqual({ low: 2, high: 3 });
  });

  it('makes a still of one frame, with a preview that is a picture', () => {
    const shape = { ...SHAPE, frames: 1 };
    expect(line('wan2.2-t2v-a14b', { mode: 't2i' }, { shape, preview: previewFile(shape, 8) })).toMatchObject({ '--video-frames': 1, '--preview-path': 'preview.png' });
  });

  it('asks for no preview at rates of which sd-cli would make none a second, and divide by it', () => {
    expect(previewFile(SHAPE, 3)).toBeUndefined();
    expect(line('wan2.2-t2v-a14b', { frameRate: 2 })).toMatchObject({ '--fps': 2 });
    expect(line('wan2.2-t2v-a14b', { frameRate: 2 })['--preview']).toBeUndefined();
    expect(line('wan2.2-t2v-a14b', { frameRate: 0.2 })).toMatchObject({ '--fps': 1 });
  });

  it('takes a prompt for nothing but a prompt', () => {
    for (const prompt of ['-o /etc/passwd', '--help', '-', '--model', '$(reboot) `id` "; rm -rf / #', '%03d %s', '-p', '日本 — “é”']) {
      const options = line('wan2.2-t2v-a14b', { prompt, negativePrompt: prompt });
      expect([options['--prompt'], options['--negative-prompt']]).toEqual([prompt, prompt]);
      expect(options['--output']).toBe('frames/%03d.png');
    }
  });

  const loras: PlacedLora[] = [
    { file: 'aa.safetensors', weight: 0.8, for: 'both' },
    { file: 'bb.safetensors', weight: -1, for: 'high' },
    { file: 'cc.safetensors', weight: 1, for: 'low' },
  ];

  it('names LoRAs for the experts that they are for', () => {
    const tags = '<lora:aa.safetensors:0.8><lora:|high_noise|aa.safetensors:0.8><lora:|high_noise|bb.safetensors:-1><lora:cc.safetensors:1>';
    expect(line('wan2.2-t2v-a14b', {}, { loras })).toMatchObject({ '--prompt': `a red balloon${tags}`, '--lora-model-dir': 'loras', '--lora-apply-mode': 'auto' });
    expect(line('wan2.2-ti2v-5b', {}, { loras })['--prompt']).toBe(
      'a red balloon<lora:aa.safetensors:0.8><lora:bb.safetensors:-1><lora:cc.safetensors:1>',
    );
  });

  it('lets no prompt name a LoRA, nor reach into a tag behind it', () => {
    for (const smuggled of ['<lora:/etc/passwd:1>', '<LORA:x:1>', '<lora:<lora:x:1>:1>', 'cat <lora:', '<lo<lora:ra:x:1>', '<lora:|high_noise|x:1>']) {
      const prompt = String(line('wan2.2-t2v-a14b', { prompt: smuggled }, { loras })['--prompt']);
      expect([...prompt.matchAll(/<lora:([^:>]+):([^>]+)>/g)].map(([, file]) => file?.replace('|high_noise|', ''))).toEqual([
        ...['aa.safetensors', 'aa.safetensors', 'bb.safetensors', 'cc.safetensors'],
      ]);
    }
  });

  it('hands over no control characters', () => {
    expect(plainPrompt('a\u0000b\nc\u001b[31m')).toBe('a b c [31m');
  });
});
