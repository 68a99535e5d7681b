import { describe, expect, it } from 'vitest';
import { WorkflowSlot } from '#core/schema/accelerator/workflow.ts';
import type { ApiWorkflow } from './api-workflow.ts';
import { fillWorkflow } from './fill-workflow.ts';
import { inferMapping } from './infer-mapping.ts';

/** Slots as `node.input`, as one reads them. */
function placesIn(workflow: ApiWorkflow): Record<string, string> {
  const { mapping } = inferMapping(workflow, WorkflowSlot.options);
  const slots = Object.entries(mapping?.slots ?? {}).map(([slot, inputs]) => [slot, inputs.map(({ node, input }) => `${node}.${input}`).sort().join(' ')]);
  return { ...(Object.fromEntries(slots) as Record<string, string>), output: mapping?.output ?? '' };
}

const save = (pictures: string, prefix = 'x') => ({ class_type: 'SaveImage', inputs: { filename_prefix: prefix, images: [pictures, 0] } });
const decode = (samples: string) => ({ class_type: 'VAEDecode', inputs: { samples: [samples, 0], vae: ['4', 2] } });
const sampling = { sampler_name: 'euler', scheduler: 'simple', model: ['4', 0] };

describe('workflows as people bring them', () => {
  it('with two text encoders, a second prompt, and a second pass at twice the size', () => {
    const places = placesIn({
      '5': { class_type: 'EmptyLatentImage', inputs: { width: 1024, height: 1024, batch_size: 1 } },
      '6': { class_type: 'CLIPTextEncodeSDXL', inputs: { width: 4096, height: 4096, text_g: 'a fox', text_l: 'a fox', clip: ['4', 1] } },
      '7': { class_type: 'CLIPTextEncode', inputs: { text: 'ugly', clip: ['4', 1] } },
      '8': { class_type: 'CLIPTextEncode', inputs: { text: 'snow', clip: ['4', 1] } },
      '9': { class_type: 'ConditioningCombine', inputs: { conditioning_1: ['6', 0], conditioning_2: ['8', 0] } },
      '10': { class_type: 'KSampler', inputs: { ...sampling, seed: 1, steps: 25, cfg: 7, positive: ['9', 0], negative: ['7', 0], latent_image: ['5', 0] } },
      '11': decode('10'),
      '12': save('11', 'base'),
      '13': { class_type: 'LatentUpscale', inputs: { width: 2048, height: 2048, crop: 'disabled', samples: ['10', 0] } },
      '14': { class_type: 'KSampler', inputs: { ...sampling, seed: 1, steps: 12, cfg: 7, positive: ['9', 0], negative: ['7', 0], latent_image: ['13', 0] } },
      '15': decode('14'),
      '16': save('15', 'refined'),
    });
    expect(places).toMatchObject({ prompt: '6.text_g 6.text_l 8.text', negativePrompt: '7.text', width: '5.width', height: '5.height', output: '16' });
  });

  it('whose negative words are the prompt, made nothing: what is asked for there does not replace it', () => {
    const flux: ApiWorkflow = {
      '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a fox', clip: ['4', 0] } },
      '35': { class_type: 'FluxGuidance', inputs: { guidance: 3.5, conditioning: ['6', 0] } },
      '40': { class_type: 'ConditioningZeroOut', inputs: { conditioning: ['6', 0] } },
      '27': { class_type: 'EmptySD3LatentImage', inputs: { width: 1024, height: 1024, batch_size: 1 } },
      '31': { class_type: 'KSampler', inputs: { ...sampling, seed: 1, steps: 20, cfg: 1, positive: ['35', 0], negative: ['40', 0], latent_image: ['27', 0] } },
      '8': decode('31'),
      '9': save('8'),
    };
    const { mapping, notFound } = inferMapping(flux, WorkflowSlot.options);
    expect(notFound).toContain('negativePrompt');
    expect(fillWorkflow(flux, mapping!, { prompt: 'a red boat', negativePrompt: 'blurred' })['6']?.inputs['text']).toBe('a red boat');
  });

  it('with words that others are put behind, in a group that was laid out', () => {
    const places = placesIn({
      '129:93': { class_type: 'CLIPTextEncode', inputs: { text: ['150', 0], clip: ['4', 0] } },
      '129:89': { class_type: 'CLIPTextEncode', inputs: { text: 'bad', clip: ['4', 0] } },
      '150': { class_type: 'StringConcatenate', inputs: { string_a: ['151', 0], string_b: ', cinematic', delimiter: '' } },
      '151': { class_type: 'PrimitiveStringMultiline', inputs: { value: 'a cat' } },
      '160': { class_type: 'ComfyMathExpression', inputs: { expression: 'a * 16', a: ['161', 0] } },
      '161': { class_type: 'PrimitiveInt', inputs: { value: 52 } },
      '129:98': { class_type: 'WanImageToVideo', inputs: { width: ['160', 0], height: 480, length: 81, positive: ['129:93', 0], negative: ['129:89', 0] } },
      '129:86': { class_type: 'KSampler', inputs: { ...sampling, seed: ['170', 0], steps: 20, cfg: 1, positive: ['129:98', 0], negative: ['129:98', 1], latent_image: ['129:98', 2] } },
      '170': { class_type: 'Seed (rgthree)', inputs: { seed: 3 } },
      '87': decode('129:86'),
      '9': save('87'),
    });
    expect(places).toMatchObject({ prompt: '151.value', negativePrompt: '129:89.text', seed: '170.seed', height: '129:98.height', frames: '129:98.length' });
    // Sixteen times what is asked for would come of it.
    expect(places['width']).toBeUndefined();
  });

  it('of WanVideoWrapper, where both experts share their steps', () => {
    const sampler = { steps: 20, cfg: 5, shift: 8, seed: 7, image_embeds: ['63', 0], text_embeds: ['16', 0] };
    const wrapper: ApiWorkflow = {
      '16': { class_type: 'WanVideoTextEncode', inputs: { positive_prompt: 'a fox', negative_prompt: 'bad', t5: ['11', 0] } },
      '58': { class_type: 'LoadImage', inputs: { image: 'i.png' } },
      '63': { class_type: 'WanVideoImageToVideoEncode', inputs: { width: 832, height: 480, num_frames: 81, start_image: ['58', 0] } },
      '27': { class_type: 'WanVideoSampler', inputs: { ...sampler, start_step: 0, end_step: 10 } },
      '28': { class_type: 'WanVideoSampler', inputs: { ...sampler, start_step: 10, end_step: -1, samples: ['27', 0] } },
      '29': { class_type: 'WanVideoDecode', inputs: { samples: ['28', 0] } },
      '30': { class_type: 'VHS_VideoCombine', inputs: { frame_rate: 16, images: ['29', 0] } },
    };
    const places = placesIn(wrapper);
    expect(places).toMatchObject({ prompt: '16.positive_prompt', negativePrompt: '16.negative_prompt', seed: '27.seed 28.seed', width: '63.width', frames: '63.num_frames', first: '58.image', frameRate: '30.frame_rate' });
    const filled = fillWorkflow(wrapper, inferMapping(wrapper, WorkflowSlot.options).mapping!, { steps: 8 });
    expect([filled['27'], filled['28']].map((node) => [node?.inputs['start_step'], node?.inputs['end_step']])).toEqual([[0, 4], [4, -1]]);
  });

  it('with a loader that encodes words by itself', () => {
    const places = placesIn({
      '1': { class_type: 'Efficient Loader', inputs: { ckpt_name: 'x', positive: 'a fox', negative: 'bad', empty_latent_width: 512 } },
      '2': { class_type: 'KSampler (Efficient)', inputs: { ...sampling, seed: 1, steps: 20, cfg: 7, positive: ['1', 1], negative: ['1', 2], latent_image: ['1', 3] } },
      '3': save('2'),
    });
    expect(places).toMatchObject({ prompt: '1.positive', negativePrompt: '1.negative' });
  });
});
