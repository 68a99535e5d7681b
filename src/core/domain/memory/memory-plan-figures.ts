import type { ModelFigures, RuntimeFigures, Weights } from './memory-plan-types.ts';

/**
 * Figures of models and programs for the memory planner. All of them are public.
 *
 * Widths, blocks, strides and text length of Wan 2.2: `wan/configs/` of github.com/Wan-Video/Wan2.2.
 * Parameters: the sizes of the files that Comfy-Org/Wan_2.2_ComfyUI_Repackaged holds, over the bytes of a number.
 * Values per pixel of the two decoders: ComfyUI's own estimates (`comfy/sd.py`), which are cautious; that of the
 * 5B's decoder is brought down to what Wan's published peak on an RTX 4090 leaves for it.
 */

/** Bits of a weight, scales included: GGUF's Q8_0, Q6_K, Q5_K_M and Q4_K_M as llama.cpp documents them. */
const BITS = { bf16: 16, fp8: 8, q8: 8.5, q6: 6.6, q5: 5.7, q4: 4.9 } as const;

const weightsOf = (parameters: number): Weights =>
  Object.fromEntries(Object.entries(BITS).map(([precision, bits]) => [precision, (parameters * bits) / 8]));

const UMT5_XXL = {
  // The encoder alone. Its table of words stays in 16 bits in ComfyUI's fp8 file, hence more than a byte each.
  weights: { ...weightsOf(5.68e9), fp8: 6.74e9 },
  parameters: 5.68e9,
  tokens: 512,
} as const;

const A14B = {
  transformer: { weights: weightsOf(14.29e9), experts: 2, parameters: 14.29e9, width: 5120, blocks: 40 },
  textEncoder: UMT5_XXL,
  vae: { parameters: 0.127e9, valuesPerPixel: 7000, bytesPerValue: 4, frames: 1 },
  latent: { spatial: 8, temporal: 4, patch: 2 },
} as const;

export const WAN22_T2V_A14B: ModelFigures = { id: 'wan2.2-t2v-a14b', name: 'Wan 2.2 T2V A14B', ...A14B };

export const WAN22_I2V_A14B: ModelFigures = { id: 'wan2.2-i2v-a14b', name: 'Wan 2.2 I2V A14B', ...A14B };

export const WAN22_TI2V_5B: ModelFigures = {
  id: 'wan2.2-ti2v-5b',
  name: 'Wan 2.2 TI2V 5B',
  transformer: { weights: weightsOf(5e9), experts: 1, parameters: 5e9, width: 3072, blocks: 30 },
  textEncoder: UMT5_XXL,
  vae: { parameters: 0.705e9, valuesPerPixel: 5700, bytesPerValue: 4, frames: 1 },
  latent: { spatial: 16, temporal: 4, patch: 2 },
};

/** ComfyUI. Bytes per number: its own estimate, `0.01 MiB · 2 bytes · width / 2222` for each of a token's four cells (`comfy/supported_models.py`). */
export const COMFYUI: RuntimeFigures = {
  id: 'comfyui',
  bytesPerNumber: 37.8,
  batchesGuidance: false,
  decoderBytesPerValue: 2,
  tile: 512,
  overhead: 0.5e9,
};

/** stable-diffusion.cpp with flash attention. Nobody has published its peaks: as ComfyUI, until it is measured. */
export const SDCPP: RuntimeFigures = { ...COMFYUI, id: 'sdcpp', tile: 256 };
