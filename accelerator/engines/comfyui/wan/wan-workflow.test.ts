import { describe, expect, it } from 'vitest';
import { planGeneration } from '#core/pipelines/generation-plan.ts';
import { ALL_MODELS, nodeClasses } from '../../../../tests/stand-ins/comfyui/object-info.ts';
import { type Prompt, validate } from '../../../../tests/stand-ins/comfyui/validate.ts';
import { asked, picture } from '../meet.test-support.ts';
import type { ApiWorkflow } from '../workflow/api-workflow.ts';
import { GenerationMode } from '#core/schema/mode.ts';
import { WAN_MODELS, type WanModel, type WanPart } from './wan-models.ts';
import { wanWorkflow, type WanOrder } from './wan-workflow.ts';

const pictures = { i2v: { first: picture(1) }, ti2v: { first: picture(1) }, flf2v: { first: picture(1), last: picture(2) }, t2v: {}, t2i: {} };
const NAMES = ['kinora/first.png', 'kinora/last.png'];

function build(model: WanModel, mode: keyof typeof pictures, changes: Partial<WanOrder> = {}): ApiWorkflow {
  const given = pictures[mode];
  const plan = planGeneration(asked({ mode, ...given, ...model.offer.defaults, negativePrompt: 'blurred' }), model.offer);
  const files = Object.fromEntries(Object.entries(model.files).map(([part, need]) => [part, need.names[0]])) as Partial<Record<WanPart, string>>;
  const names = { first: 'first' in given ? NAMES[0] : undefined, last: 'last' in given ? NAMES[1] : undefined };
  return wanWorkflow({ model, plan, files, loras: [], ...names, prefix: 'kinora/x', ...changes });
}
const every = WAN_MODELS.flatMap((model) => model.offer.modes.map((mode) => [model.offer.id, GenerationMode.parse(mode), model] as const));
const named = (id: string) => WAN_MODELS.find(({ offer }) => offer.id === id) as WanModel;
const of = (workflow: ApiWorkflow, name: string) => Object.values(workflow).filter(({ class_type }) => class_type === name).map(({ inputs }) => inputs);

describe('the workflows for Wan 2.2', () => {
  it.each(every)('%s, %s: has every input that its nodes need, of the right kind', (_id, mode, model) => {
    const classes = nodeClasses({ ...ALL_MODELS, loras: [...(ALL_MODELS.loras ?? []), 'mine.safetensors'] }, NAMES);
    for (const tile of [undefined, 256, 512] as const) {
      const workflow = build(model, mode, { tile, loras: [{ high: 'mine.safetensors', low: 'mine.safetensors', weight: 0.8 }] });
      expect(validate(workflow as Prompt, classes)).toBeUndefined();
      // And nothing that they do not know.
      for (const { class_type, inputs } of Object.values(workflow)) {
        const known = classes[class_type];
        expect(Object.keys({ ...known?.required, ...known?.optional })).toEqual(expect.arrayContaining(Object.keys(inputs)));
      }
    }
  });

  it('the stand-in refuses a workflow that is wrong', () => {
    const classes = nodeClasses(ALL_MODELS, NAMES);
    const workflow = build(named('wan2.2-t2v-a14b'), 't2v');
    const [sampler] = Object.keys(workflow).filter((id) => workflow[id]?.class_type === 'KSamplerAdvanced');
    const broken = structuredClone(workflow);
    delete broken[sampler as string]?.inputs.cfg;
    expect(validate(broken as Prompt, classes)?.error.type).toBe('prompt_outputs_failed_validation');
  });

  it('T2V-A14B changes experts half-way, with the values of the template', () => {
    const workflow = build(named('wan2.2-t2v-a14b'), 't2v');
    const [high, low] = of(workflow, 'KSamplerAdvanced');
    expect(high).toMatchObject({ add_noise: 'enable', steps: 20, start_at_step: 0, end_at_step: 10, return_with_leftover_noise: 'enable', cfg: 3.5, sampler_name: 'euler', scheduler: 'simple', noise_seed: 11 });
    expect(low).toMatchObject({ add_noise: 'disable', steps: 20, start_at_step: 10, end_at_step: 20, return_with_leftover_noise: 'disable' });
    expect(of(workflow, 'ModelSamplingSD3').map(({ shift }) => shift)).toEqual([8, 8]);
    expect(of(workflow, 'CLIPTextEncode').map(({ text }) => text)).toEqual(['a red ball', 'blurred']);
    expect(of(workflow, 'EmptyHunyuanLatentVideo')).toEqual([{ width: 160, height: 128, length: 5, batch_size: 1 }]);
  });

  it('Lightning is two steps for each expert, without guidance, its LoRA at each', () => {
    const workflow = build(named('wan2.2-i2v-a14b-lightning'), 'i2v', { loras: [{ high: 'a.safetensors', low: 'b.safetensors', weight: 0.5 }] });
    expect(of(workflow, 'KSamplerAdvanced').map(({ cfg, steps, start_at_step, end_at_step }) => [cfg, steps, start_at_step, end_at_step])).toEqual([[1, 4, 0, 2], [1, 4, 2, 4]]);
    expect(of(workflow, 'LoraLoaderModelOnly').map(({ lora_name, strength_model }) => [lora_name, strength_model])).toEqual([
      ['wan2.2_i2v_lightx2v_4steps_lora_v1_high_noise.safetensors', 1],
      ['a.safetensors', 0.5],
      ['wan2.2_i2v_lightx2v_4steps_lora_v1_low_noise.safetensors', 1],
      ['b.safetensors', 0.5],
    ]);
    // A LoRA stands between the loader and the shift.
    const [first] = of(workflow, 'ModelSamplingSD3');
    expect(workflow[(first?.model as [string])[0]]?.class_type).toBe('LoraLoaderModelOnly');
  });

  it('goes from the first to the last picture', () => {
    const workflow = build(named('wan2.2-i2v-a14b'), 'flf2v');
    const [between] = of(workflow, 'WanFirstLastFrameToVideo');
    const image = (name: string) => workflow[(between?.[name] as [string])[0]]?.inputs.image;
    expect([image('start_image'), image('end_image')]).toEqual(NAMES);
    expect(of(workflow, 'WanImageToVideo')).toEqual([]);
  });

  it('TI2V-5B is one model, with its own latent and sampler', () => {
    const workflow = build(named('wan2.2-ti2v-5b'), 't2v');
    expect(of(workflow, 'UNETLoader')).toHaveLength(1);
    expect(of(workflow, 'KSampler')[0]).toMatchObject({ steps: 20, cfg: 5, sampler_name: 'uni_pc', scheduler: 'simple', denoise: 1 });
    expect(of(workflow, 'Wan22ImageToVideoLatent')[0]).not.toHaveProperty('start_image');
    expect(of(build(named('wan2.2-ti2v-5b'), 'i2v'), 'Wan22ImageToVideoLatent')[0]).toHaveProperty('start_image');
  });

  it('a still is one frame', () => {
    expect(of(build(named('wan2.2-t2v-a14b'), 't2i'), 'EmptyHunyuanLatentVideo')[0]).toMatchObject({ length: 1 });
  });
});
