import type { ModelOffer } from '#core/schema/accelerator/offer.ts';
import type { Size } from '#core/schema/manifest.ts';

/** A file of a model: the folder that ComfyUI looks for it in, and the names that it goes by, the best first. */
export interface FileNeed {
  readonly folder: 'diffusion_models' | 'text_encoders' | 'vae' | 'loras';
  readonly names: readonly [string, ...string[]];
}

/** The files of a model by the part that they play. `low`: the second expert, where there are two. */
export type WanPart = 'high' | 'low' | 'text' | 'vae' | 'lightningHigh' | 'lightningLow';

export interface WanModel {
  readonly kind: 't2v' | 'i2v' | '5b';
  readonly offer: Omit<ModelOffer, 'missing'>;
  readonly files: Partial<Record<WanPart, FileNeed>>;
}

const HUB = 'https://huggingface.co/Comfy-Org/Wan_2.2_ComfyUI_Repackaged/resolve/main/split_files';

/** Where the best of a need's files can be had. */
export const sourceOf = ({ folder, names: [best] }: FileNeed): string => `${HUB}/${folder}/${best}`;

const file = (folder: FileNeed['folder'], ...names: [string, ...string[]]): FileNeed => ({ folder, names });
const TEXT = file('text_encoders', 'umt5_xxl_fp8_e4m3fn_scaled.safetensors', 'umt5_xxl_fp16.safetensors');

const expert = (kind: 't2v' | 'i2v', noise: 'high' | 'low') =>
  file('diffusion_models', `wan2.2_${kind}_${noise}_noise_14B_fp8_scaled.safetensors`, `wan2.2_${kind}_${noise}_noise_14B_fp16.safetensors`);
const LIGHTNING = { t2v: 'v1.1', i2v: 'v1' };
const lightning = (kind: 't2v' | 'i2v', noise: 'high' | 'low') => file('loras', `wan2.2_${kind}_lightx2v_4steps_lora_${LIGHTNING[kind]}_${noise}_noise.safetensors`);

const COMMON = { version: '2.2', family: 'wan2.2', license: { spdx: 'Apache-2.0' }, adapters: { loras: true, references: false } };

const A14B_SIZES: readonly Size[] = [[1280, 720], [832, 480], [720, 1280], [480, 832]];
const A14B_LIMITS = {
  size: { multiple: 16, min: 128, max: 1280, default: [832, 480] as Size, presets: [...A14B_SIZES] },
  frames: { multiple: 4, offset: 1, default: 81, max: 161 },
  frameRate: 16,
};

const TASKS = {
  t2v: { name: 'T2V-A14B', modes: ['t2v', 't2i'] },
  i2v: { name: 'I2V-A14B', modes: ['i2v', 'ti2v', 'flf2v'] },
} as const;

/** Two experts. With Lightning: four steps, two for each. */
function a14b(kind: 't2v' | 'i2v', isLightning: boolean): WanModel {
  const { name, modes } = TASKS[kind];
  return {
    kind,
    offer: {
      ...COMMON,
      ...A14B_LIMITS,
      id: `wan2.2-${kind}-a14b${isLightning ? '-lightning' : ''}`,
      name: `Wan 2.2 ${name}${isLightning ? ' with Lightning' : ''}`,
      modes: [...modes],
      defaults: isLightning
        ? { steps: 4, guidance: 1, shift: 5, scheduler: 'euler' }
        : { steps: 20, guidance: 3.5, shift: 8, scheduler: 'euler' },
    },
    files: {
      high: expert(kind, 'high'),
      low: expert(kind, 'low'),
      text: TEXT,
      vae: file('vae', 'wan_2.1_vae.safetensors'),
      ...(isLightning && { lightningHigh: lightning(kind, 'high'), lightningLow: lightning(kind, 'low') }),
    },
  };
}

const TI2V_5B: WanModel = {
  kind: '5b',
  offer: {
    ...COMMON,
    id: 'wan2.2-ti2v-5b',
    name: 'Wan 2.2 TI2V-5B',
    modes: ['t2v', 't2i', 'i2v', 'ti2v'],
    size: { multiple: 32, min: 128, max: 1280, default: [1280, 704], presets: [[1280, 704], [704, 1280]] },
    frames: { multiple: 4, offset: 1, default: 121, max: 241 },
    frameRate: 24,
    defaults: { steps: 20, guidance: 5, shift: 8, scheduler: 'unipc' },
  },
  files: {
    high: file('diffusion_models', 'wan2.2_ti2v_5B_fp16.safetensors'),
    text: TEXT,
    vae: file('vae', 'wan2.2_vae.safetensors'),
  },
};

/** What Kinora knows to make with ComfyUI by itself. Values are those of ComfyUI's own templates. */
export const WAN_MODELS: readonly WanModel[] = [a14b('t2v', false), a14b('t2v', true), a14b('i2v', false), a14b('i2v', true), TI2V_5B];
