import type { ModelOffer } from '#core/schema/accelerator/offer.ts';

/** What a file is to a model. */
export type Role =
  | 't2v-high' | 't2v-low' | 'i2v-high' | 'i2v-low' | 'ti2v'
  | 'vae-2.1' | 'vae-2.2' | 'text'
  | 't2v-fast-high' | 't2v-fast-low' | 'i2v-fast-high' | 'i2v-fast-low';

/** The file that is named where one is missing: any of its kind will do. */
export interface Wanted {
  readonly file: string;
  readonly source: string;
}

const HUB = 'https://huggingface.co';
const COMFY = `${HUB}/Comfy-Org/Wan_2.2_ComfyUI_Repackaged`;
const gguf = (name: string) => `${HUB}/QuantStack/${name}-GGUF`;

export const WANTED: Readonly<Record<Role, Wanted>> = {
  't2v-high': { file: 'Wan2.2-T2V-A14B-HighNoise-Q4_K_M.gguf', source: gguf('Wan2.2-T2V-A14B') },
  't2v-low': { file: 'Wan2.2-T2V-A14B-LowNoise-Q4_K_M.gguf', source: gguf('Wan2.2-T2V-A14B') },
  'i2v-high': { file: 'Wan2.2-I2V-A14B-HighNoise-Q4_K_M.gguf', source: gguf('Wan2.2-I2V-A14B') },
  'i2v-low': { file: 'Wan2.2-I2V-A14B-LowNoise-Q4_K_M.gguf', source: gguf('Wan2.2-I2V-A14B') },
  ti2v: { file: 'Wan2.2-TI2V-5B-Q8_0.gguf', source: gguf('Wan2.2-TI2V-5B') },
  'vae-2.1': { file: 'wan_2.1_vae.safetensors', source: COMFY },
  'vae-2.2': { file: 'wan2.2_vae.safetensors', source: COMFY },
  text: { file: 'umt5-xxl-encoder-Q8_0.gguf', source: `${HUB}/city96/umt5-xxl-encoder-gguf` },
  't2v-fast-high': { file: 'wan2.2_t2v_lightx2v_4steps_lora_v1.1_high_noise.safetensors', source: COMFY },
  't2v-fast-low': { file: 'wan2.2_t2v_lightx2v_4steps_lora_v1.1_low_noise.safetensors', source: COMFY },
  'i2v-fast-high': { file: 'wan2.2_i2v_lightx2v_4steps_lora_v1_high_noise.safetensors', source: COMFY },
  'i2v-fast-low': { file: 'wan2.2_i2v_lightx2v_4steps_lora_v1_low_noise.safetensors', source: COMFY },
};

export interface SdModel {
  readonly offer: Omit<ModelOffer, 'missing'>;
  /** The expert for the end of a run, or the only model, and the one for its begin. */
  readonly low: Role;
  readonly high?: Role;
  readonly vae: Role;
  /** LoRAs that make a few steps do, for each expert. */
  readonly fast?: { readonly high: Role; readonly low: Role };
  /** Where the one expert follows the other, as a part of the noise. */
  readonly boundary?: number;
  /** Its figures for the memory planner, by their id. */
  readonly figures: 'wan2.2-t2v-a14b' | 'wan2.2-i2v-a14b' | 'wan2.2-ti2v-5b';
}

const common = { version: '2.2', family: 'wan2.2', license: { spdx: 'Apache-2.0' }, adapters: { loras: true, references: false } } as const;
const a14b = {
  ...common,
  size: { multiple: 16, min: 256, max: 1280, default: [832, 480], presets: [[1280, 720], [832, 480], [720, 1280], [480, 832]] },
  frames: { multiple: 4, offset: 1, default: 81, max: 161 },
  frameRate: 16,
} satisfies Partial<ModelOffer>;
const euler = { scheduler: 'euler' } as const;

const T2V = { low: 't2v-low', high: 't2v-high', vae: 'vae-2.1', boundary: 0.875, figures: 'wan2.2-t2v-a14b' } as const;
const I2V = { low: 'i2v-low', high: 'i2v-high', vae: 'vae-2.1', boundary: 0.9, figures: 'wan2.2-i2v-a14b' } as const;
const T2V_MODES: ModelOffer['modes'] = ['t2v', 't2i'];
const I2V_MODES: ModelOffer['modes'] = ['i2v', 'ti2v', 'flf2v'];

/** The models that are known, those first that are taken where none is named. */
export const MODELS: readonly SdModel[] = [
  {
    ...T2V,
    offer: { ...a14b, id: 'wan2.2-t2v-a14b', name: 'Wan 2.2 T2V A14B', modes: T2V_MODES, defaults: { ...euler, steps: 40, guidance: 3.5, shift: 12 } },
  },
  {
    ...I2V,
    offer: { ...a14b, id: 'wan2.2-i2v-a14b', name: 'Wan 2.2 I2V A14B', modes: I2V_MODES, defaults: { ...euler, steps: 40, guidance: 3.5, shift: 5 } },
  },
  {
    low: 'ti2v',
    vae: 'vae-2.2',
    figures: 'wan2.2-ti2v-5b',
    offer: {
      ...common,
      id: 'wan2.2-ti2v-5b',
      name: 'Wan 2.2 TI2V 5B',
      modes: ['t2v', 'i2v', 'ti2v', 'flf2v', 't2i'],
      size: { multiple: 32, min: 256, max: 1280, default: [1280, 704], presets: [[1280, 704], [704, 1280]] },
      frames: { multiple: 4, offset: 1, default: 121, max: 241 },
      frameRate: 24,
      defaults: { ...euler, steps: 50, guidance: 5, shift: 5 },
    },
  },
  {
    ...T2V,
    fast: { high: 't2v-fast-high', low: 't2v-fast-low' },
    offer: { ...a14b, id: 'wan2.2-t2v-a14b-lightning', name: 'Wan 2.2 T2V A14B, four steps', modes: T2V_MODES, defaults: { ...euler, steps: 4, guidance: 1, shift: 5 } },
  },
  {
    ...I2V,
    fast: { high: 'i2v-fast-high', low: 'i2v-fast-low' },
    offer: { ...a14b, id: 'wan2.2-i2v-a14b-lightning', name: 'Wan 2.2 I2V A14B, four steps', modes: I2V_MODES, defaults: { ...euler, steps: 4, guidance: 1, shift: 5 } },
  },
];

/** Every role that a model needs a file for. */
export const rolesOf = ({ low, high, vae, fast }: SdModel): Role[] => [
  ...(high ? [high] : []),
  low,
  vae,
  'text',
  ...(fast ? [fast.high, fast.low] : []),
];

