import type { ApiWorkflow } from './api-workflow.ts';

const loaders: ApiWorkflow = {
  '5': { class_type: 'CLIPLoader', inputs: { clip_name: 'umt5_xxl_fp8_e4m3fn_scaled.safetensors', type: 'wan', device: 'default' } },
  '6': { class_type: 'VAELoader', inputs: { vae_name: 'wan_2.1_vae.safetensors' } },
  '1': { class_type: 'CLIPTextEncode', inputs: { text: 'blurred', clip: ['5', 0] }, _meta: { title: 'Negative' } },
  '2': { class_type: 'CLIPTextEncode', inputs: { text: 'a house', clip: ['5', 0] } },
};
const unet = (noise: string): ApiWorkflow[string] => ({ class_type: 'UNETLoader', inputs: { unet_name: `wan2.2_t2v_${noise}_noise_14B_fp8_scaled.safetensors`, weight_dtype: 'default' } });
const sampling = { cfg: 3.5, sampler_name: 'euler', scheduler: 'simple', positive: ['2', 0], negative: ['1', 0] };

/** As somebody exports it: two experts, a film at the end. */
export const TEXT_TO_FILM: ApiWorkflow = {
  ...loaders,
  '7': unet('high'),
  '8': unet('low'),
  '9': { class_type: 'ModelSamplingSD3', inputs: { model: ['7', 0], shift: 8 } },
  '10': { class_type: 'ModelSamplingSD3', inputs: { model: ['8', 0], shift: 8 } },
  '20': { class_type: 'EmptyHunyuanLatentVideo', inputs: { width: 832, height: 480, length: 49, batch_size: 1 } },
  '30': { class_type: 'KSamplerAdvanced', inputs: { ...sampling, model: ['9', 0], add_noise: 'enable', noise_seed: 1, steps: 20, latent_image: ['20', 0], start_at_step: 0, end_at_step: 10, return_with_leftover_noise: 'enable' } },
  '31': { class_type: 'KSamplerAdvanced', inputs: { ...sampling, model: ['10', 0], add_noise: 'disable', noise_seed: 0, steps: 20, latent_image: ['30', 0], start_at_step: 10, end_at_step: 10_000, return_with_leftover_noise: 'disable' } },
  '40': { class_type: 'VAEDecode', inputs: { samples: ['31', 0], vae: ['6', 0] } },
  '50': { class_type: 'CreateVideo', inputs: { images: ['40', 0], fps: 24 } },
  '51': { class_type: 'SaveVideo', inputs: { video: ['50', 0], filename_prefix: 'mine/film', format: 'mp4', codec: 'h264' } },
};

/** From one picture to another, the second one scaled before. */
export const FIRST_LAST: ApiWorkflow = {
  ...loaders,
  '7': unet('high'),
  '10': { class_type: 'LoadImage', inputs: { image: 'first.png' } },
  '12': { class_type: 'LoadImage', inputs: { image: 'last.png' } },
  '13': { class_type: 'ImageScale', inputs: { image: ['12', 0], width: 832, height: 480 } },
  '20': { class_type: 'WanFirstLastFrameToVideo', inputs: { positive: ['2', 0], negative: ['1', 0], vae: ['6', 0], width: 832, height: 480, length: 81, batch_size: 1, start_image: ['10', 0], end_image: ['13', 0] } },
  '30': { class_type: 'KSampler', inputs: { model: ['7', 0], seed: 3, steps: 20, cfg: 3.5, sampler_name: 'euler', scheduler: 'simple', positive: ['20', 0], negative: ['20', 1], latent_image: ['20', 2], denoise: 1 } },
  '40': { class_type: 'VAEDecode', inputs: { samples: ['30', 0], vae: ['6', 0] } },
  '50': { class_type: 'SaveImage', inputs: { images: ['40', 0], filename_prefix: 'x' } },
};

/** With a sampler in parts, and values in nodes of their own. */
export const PRIMITIVES: ApiWorkflow = {
  ...loaders,
  '2': { class_type: 'CLIPTextEncode', inputs: { text: ['60', 0], clip: ['5', 0] } },
  '7': unet('high'),
  '20': { class_type: 'EmptyHunyuanLatentVideo', inputs: { width: ['61', 0], height: 480, length: 81, batch_size: 1 } },
  '30': { class_type: 'SamplerCustomAdvanced', inputs: { noise: ['62', 0], guider: ['64', 0], sampler: ['65', 0], sigmas: ['63', 0], latent_image: ['20', 0] } },
  '40': { class_type: 'VAEDecode', inputs: { samples: ['30', 0], vae: ['6', 0] } },
  '50': { class_type: 'SaveImage', inputs: { images: ['40', 0], filename_prefix: 'x' } },
  '60': { class_type: 'PrimitiveStringMultiline', inputs: { value: 'a house' } },
  '61': { class_type: 'PrimitiveInt', inputs: { value: 832 } },
  '62': { class_type: 'RandomNoise', inputs: { noise_seed: 4 } },
  '63': { class_type: 'BasicScheduler', inputs: { model: ['7', 0], scheduler: 'simple', steps: 20, denoise: 1 } },
  '64': { class_type: 'CFGGuider', inputs: { model: ['7', 0], positive: ['2', 0], negative: ['1', 0], cfg: 5 } },
  '65': { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } },
};
