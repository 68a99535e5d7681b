/** The node classes that the stand-in has, with the inputs and outputs that ComfyUI says they have. */

export type InputSpec = readonly [kind: string | readonly string[], more?: Record<string, unknown>];
export interface ClassInfo {
  readonly required: Readonly<Record<string, InputSpec>>;
  readonly optional?: Readonly<Record<string, InputSpec>>;
  readonly output: readonly string[];
  readonly isOutput?: boolean;
}

/** The model files that a complete installation has, by folder. */
export const ALL_MODELS: Readonly<Record<string, readonly string[]>> = {
  diffusion_models: [
    ...['t2v', 'i2v'].flatMap((kind) => ['high', 'low'].map((noise) => `wan2.2_${kind}_${noise}_noise_14B_fp8_scaled.safetensors`)),
    'wan2.2_ti2v_5B_fp16.safetensors',
  ],
  text_encoders: ['umt5_xxl_fp8_e4m3fn_scaled.safetensors'],
  vae: ['wan2.2_vae.safetensors', 'wan_2.1_vae.safetensors'],
  loras: [
    ...['high', 'low'].map((noise) => `wan2.2_i2v_lightx2v_4steps_lora_v1_${noise}_noise.safetensors`),
    ...['high', 'low'].map((noise) => `wan2.2_t2v_lightx2v_4steps_lora_v1.1_${noise}_noise.safetensors`),
  ],
};

const SAMPLERS = ['euler', 'euler_ancestral', 'uni_pc', 'dpmpp_2m'];
const SCHEDULERS = ['simple', 'normal', 'beta'];
const int = (min: number, max: number): InputSpec => ['INT', { min, max }];
const float = (min: number, max: number): InputSpec => ['FLOAT', { min, max }];
const WORDS: InputSpec = ['STRING', { multiline: true }];
const SEED = int(0, Number.MAX_SAFE_INTEGER);
const SIDE = int(16, 16_384);

const guided = { positive: ['CONDITIONING'], negative: ['CONDITIONING'] } as const;
const shape = { width: SIDE, height: SIDE, length: int(1, 16_384), batch_size: int(1, 4096) };
const sampling = { steps: int(1, 10_000), cfg: float(0, 100), sampler_name: [SAMPLERS], scheduler: [SCHEDULERS], ...guided, latent_image: ['LATENT'] } as const;

export type Models = Readonly<Record<string, readonly string[]>>;

export function nodeClasses(models: Models, pictures: readonly string[]): Record<string, ClassInfo> {
  const files = (folder: string): InputSpec => [models[folder] ?? []];
  return {
    UNETLoader: { required: { unet_name: files('diffusion_models'), weight_dtype: [['default', 'fp8_e4m3fn', 'fp8_e4m3fn_fast', 'fp8_e5m2']] }, output: ['MODEL'] },
    CLIPLoader: { required: { clip_name: files('text_encoders'), type: [['stable_diffusion', 'sd3', 'wan', 'flux2']] }, optional: { device: [['default', 'cpu']] }, output: ['CLIP'] },
    VAELoader: { required: { vae_name: files('vae') }, output: ['VAE'] },
    LoraLoaderModelOnly: { required: { model: ['MODEL'], lora_name: files('loras'), strength_model: float(-100, 100) }, output: ['MODEL'] },
    ModelSamplingSD3: { required: { model: ['MODEL'], shift: float(0, 100) }, output: ['MODEL'] },
    CLIPTextEncode: { required: { text: WORDS, clip: ['CLIP'] }, output: ['CONDITIONING'] },
    LoadImage: { required: { image: [pictures] }, output: ['IMAGE', 'MASK'] },
    EmptyHunyuanLatentVideo: { required: shape, output: ['LATENT'] },
    WanImageToVideo: { required: { ...guided, vae: ['VAE'], ...shape }, optional: { clip_vision_output: ['CLIP_VISION_OUTPUT'], start_image: ['IMAGE'] }, output: ['CONDITIONING', 'CONDITIONING', 'LATENT'] },
    WanFirstLastFrameToVideo: {
      required: { ...guided, vae: ['VAE'], ...shape },
      optional: { clip_vision_start_image: ['CLIP_VISION_OUTPUT'], clip_vision_end_image: ['CLIP_VISION_OUTPUT'], start_image: ['IMAGE'], end_image: ['IMAGE'] },
      output: ['CONDITIONING', 'CONDITIONING', 'LATENT'],
    },
    Wan22ImageToVideoLatent: { required: { vae: ['VAE'], ...shape }, optional: { start_image: ['IMAGE'] }, output: ['LATENT'] },
    KSampler: { required: { model: ['MODEL'], seed: SEED, ...sampling, denoise: float(0, 1) }, output: ['LATENT'] },
    KSamplerAdvanced: {
      required: {
        model: ['MODEL'],
        add_noise: [['enable', 'disable']],
        noise_seed: SEED,
        ...sampling,
        start_at_step: int(0, 10_000),
        end_at_step: int(0, 10_000),
        return_with_leftover_noise: [['disable', 'enable']],
      },
      output: ['LATENT'],
    },
    VAEDecode: { required: { samples: ['LATENT'], vae: ['VAE'] }, output: ['IMAGE'] },
    VAEDecodeTiled: { required: { samples: ['LATENT'], vae: ['VAE'], tile_size: int(64, 4096), overlap: int(0, 4096), temporal_size: int(8, 4096), temporal_overlap: int(4, 4096) }, output: ['IMAGE'] },
    SaveImage: { required: { images: ['IMAGE'], filename_prefix: ['STRING'] }, output: [], isOutput: true },
    CreateVideo: { required: { images: ['IMAGE'], fps: float(1, 120) }, optional: { audio: ['AUDIO'] }, output: ['VIDEO'] },
    SaveVideo: { required: { video: ['VIDEO'], filename_prefix: ['STRING'], format: [['auto', 'mp4']], codec: [['auto', 'h264']] }, output: [], isOutput: true },
  };
}

/** As `GET /object_info` answers. */
export const asAnswer = (name: string, { required, optional, output, isOutput = false }: ClassInfo): unknown => ({
  input: { required, ...(optional && { optional }) },
  input_order: { required: Object.keys(required), ...(optional && { optional: Object.keys(optional) }) },
  output,
  output_is_list: output.map(() => false),
  output_name: output,
  name,
  display_name: name,
  description: '',
  python_module: 'nodes',
  category: 'wan',
  output_node: isOutput,
});
