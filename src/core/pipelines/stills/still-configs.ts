import { z } from 'zod';

/** What the files of a diffusers export say, as far as it is used, in the bounds in which it can be believed. */

export const ModelIndex = z.object({ _class_name: z.string().max(100), force_zeros_for_empty_prompt: z.boolean().optional() });

const off = (what: string) => z.literal(false, `${what} is not known here`).nullish();

export const SchedulerConfig = z.object({
  _class_name: z.string().max(100).optional(),
  num_train_timesteps: z.int().min(200).max(10_000).default(1000),
  beta_start: z.number().gt(0).lt(1).default(0.00085),
  beta_end: z.number().gt(0).lt(1).default(0.012),
  beta_schedule: z.enum(['linear', 'scaled_linear']).default('scaled_linear'),
  trained_betas: z.null('tables of betas are not known here').optional(),
  prediction_type: z.enum(['epsilon', 'v_prediction']).default('epsilon'),
  timestep_spacing: z.enum(['linspace', 'leading', 'trailing']).optional(),
  steps_offset: z.int().min(0).max(10).default(0),
  rescale_betas_zero_snr: off('noise without any signal'),
  use_karras_sigmas: off('the spacing of Karras'),
  use_exponential_sigmas: off('exponential spacing'),
  use_beta_sigmas: off('beta spacing'),
  use_dynamic_shifting: off('a shift that follows the size'),
  original_inference_steps: z.int().min(1).max(200).default(50),
  timestep_scaling: z.number().gt(0).max(1000).default(10),
  shift: z.number().min(0.01).max(100).default(3),
});
export type SchedulerConfig = z.infer<typeof SchedulerConfig>;

export const VaeConfig = z.object({
  scaling_factor: z.number().min(0.001).max(100).optional(),
  shift_factor: z.number().min(-100).max(100).nullish(),
  latent_channels: z.int().min(1).max(128).optional(),
  block_out_channels: z.array(z.int().positive().max(65_536)).min(1).max(6).optional(),
});

export const DenoiserConfig = z.object({
  in_channels: z.int().min(1).max(1024).optional(),
  /** In latent cells. */
  sample_size: z.int().min(4).max(512).optional(),
});
