import { FaultError } from '../../schema/fault.ts';
import type { FolderFiles } from '../runtime.ts';
import { findGraph, type StillPart } from './find-graphs.ts';
import { descriptionFault, readConfig } from './read-config.ts';
import { readLicence } from './read-licence.ts';
import { DenoiserConfig, ModelIndex, SchedulerConfig, VaeConfig } from './still-configs.ts';
import type { StillKind, StillModel } from './still-model.ts';
import { stillSizes } from './still-sizes.ts';

interface Layout {
  readonly family: string;
  readonly encoders: readonly StillPart[];
  readonly denoiser: StillPart;
  readonly tokenizers: readonly string[];
  /** What holds where the folder has no vae_decoder/config.json: the VAE that the family is published with. */
  readonly vae: { readonly scaling: number; readonly shift: number; readonly channels: number };
  /** Where the denoiser's config.json does not say it: latent cells a side. */
  readonly cells: number;
  /** Sides are multiples of so many latent cells. */
  readonly cellsTogether: number;
  readonly steps: number;
  readonly guidance: number;
}

/** The figures of diffusers' own pipelines and of the published VAEs (convert_flux_to_diffusers.py for that of Z-Image). */
const LAYOUTS: Readonly<Record<StillKind, Layout>> = {
  sd: {
    ...{ family: 'Stable Diffusion', encoders: ['text_encoder'], denoiser: 'unet', tokenizers: ['tokenizer'] },
    ...{ vae: { scaling: 0.18215, shift: 0, channels: 4 }, cells: 64, cellsTogether: 1, steps: 25, guidance: 7.5 },
  },
  sdxl: {
    ...{ family: 'Stable Diffusion XL', encoders: ['text_encoder', 'text_encoder_2'], denoiser: 'unet', tokenizers: ['tokenizer', 'tokenizer_2'] },
    ...{ vae: { scaling: 0.13025, shift: 0, channels: 4 }, cells: 64, cellsTogether: 1, steps: 25, guidance: 5 },
  },
  'z-image': {
    ...{ family: 'Z-Image', encoders: ['text_encoder'], denoiser: 'transformer', tokenizers: ['tokenizer'] },
    ...{ vae: { scaling: 0.3611, shift: 0.1159, channels: 16 }, cells: 128, cellsTogether: 2, steps: 25, guidance: 4 },
  },
};

/** What models for few steps are called. Their makers write it into no file but the name. */
const FEW_STEPS = /turbo|lcm|lightning|hyper/i;
const [TURBO_STEPS, Z_TURBO_STEPS, LCM_STEPS] = [1, 8, 4];

/** Whether a folder without a manifest looks like a model for stills. */
export async function isStillFolder(files: FolderFiles): Promise<boolean> {
  return (await kindOf(files)) !== undefined;
}

/**
 * What a manifest would say of a folder in the layout of a diffusers ONNX export, from the files of that export:
 * model_index.json, scheduler_config.json and the config.json of VAE and denoiser, each of which may be absent, and
 * the graphs themselves, which may not. Nothing is believed that is out of bounds.
 *
 * Throws FaultError `model-not-found`, `model-file-missing`, `model-manifest-invalid` or `model-licence-not-accepted`.
 */
export async function readStillModel(files: FolderFiles): Promise<StillModel> {
  const kind = await kindOf(files);
  if (!kind) throw new FaultError('model-not-found', { folder: files.name });
  const layout = LAYOUTS[kind];
  const graphs = new Map<StillPart, string>();
  let bytes = 0;
  for (const part of [...layout.encoders, layout.denoiser, 'vae_decoder'] as const) {
    const graph = await findGraph(files, part);
    if (!graph) throw new FaultError('model-file-missing', { file: `${part}/model.onnx` });
    graphs.set(part, graph.file);
    bytes += graph.bytes;
  }
  const known = await files.known?.();
  const index = await readConfig(files, 'model_index.json', ModelIndex);
  const { latent, cells } = await readLatent(files, layout);
  const config = (await readConfig(files, 'scheduler/scheduler_config.json', SchedulerConfig)) ?? SchedulerConfig.parse({});
  if (config.beta_end < config.beta_start) throw descriptionFault('scheduler/scheduler_config.json', 'beta_end: less than beta_start');
  const isLcm = config._class_name === 'LCMScheduler';
  const hasFewSteps = FEW_STEPS.test(`${files.name} ${index?._class_name ?? ''}`);
  const isDistilled = isLcm || hasFewSteps || (kind !== 'z-image' && config.timestep_spacing === 'trailing');
  const name = kind === 'z-image' ? 'flow' : isLcm ? 'lcm' : 'euler';
  const fewSteps = name === 'lcm' ? LCM_STEPS : name === 'flow' ? Z_TURBO_STEPS : TURBO_STEPS;
  return {
    kind,
    card: {
      id: files.name.slice(0, 100) || kind,
      name: (known?.name ?? files.name).slice(0, 100) || layout.family,
      version: known?.revision ?? `${bytes} bytes`,
      family: layout.family,
      license: { spdx: known?.licence ?? (await readLicence(files)) },
      modes: ['t2i'],
      adapters: { loras: false, references: false },
      size: stillSizes(cells * latent.spatial, layout.cellsTogether * latent.spatial),
      frames: { multiple: 1, offset: 0, default: 1, max: 1 },
      frameRate: 1,
      defaults: {
        steps: isDistilled ? fewSteps : layout.steps,
        guidance: isDistilled ? 1 : layout.guidance,
        shift: name === 'flow' ? config.shift : 1,
        scheduler: 'euler',
      },
    },
    graphs,
    tokenizers: layout.tokenizers,
    scheduler: { name, rule: { ...config, timestep_spacing: config.timestep_spacing ?? (hasFewSteps ? 'trailing' : 'linspace') } },
    latent,
    // As StableDiffusionXLPipeline of diffusers has it where its model_index.json does not say.
    zerosForEmpty: kind === 'sdxl' && (index?.force_zeros_for_empty_prompt ?? true),
    isDistilled,
  };
}

/** By the graphs that are there: a transformer, or a U-Net with two text encoders or one. */
async function kindOf(files: FolderFiles): Promise<StillKind | undefined> {
  if ((await files.size('manifest.json')) !== undefined) return undefined;
  if (await findGraph(files, 'unet')) return (await findGraph(files, 'text_encoder_2')) ? 'sdxl' : 'sd';
  if (!(await findGraph(files, 'transformer'))) return undefined;
  const index = await readConfig(files, 'model_index.json', ModelIndex);
  // One of Kinora's own is opened by its manifest, and lacks that.
  if (index && /^Kinora/.test(index._class_name)) return undefined;
  // Other transformers take other words and other times.
  if (index && !/^ZImage/.test(index._class_name)) throw descriptionFault('model_index.json', `${index._class_name} is not known here`);
  return index || /z-?image/i.test(files.name) ? 'z-image' : undefined;
}

async function readLatent(files: FolderFiles, { vae, denoiser, cells }: Layout) {
  const said = (await readConfig(files, 'vae_decoder/config.json', VaeConfig)) ?? (await readConfig(files, 'vae/config.json', VaeConfig));
  const config = `${denoiser}/config.json`;
  const { in_channels, sample_size } = (await readConfig(files, config, DenoiserConfig)) ?? {};
  const channels = said?.latent_channels ?? in_channels ?? vae.channels;
  // More of them come with models that also take a mask and a picture, or a depth.
  if (in_channels !== undefined && in_channels !== channels) throw descriptionFault(config, `it takes ${in_channels} channels, and a latent has ${channels}`);
  return {
    latent: {
      channels,
      spatial: said?.block_out_channels ? 2 ** (said.block_out_channels.length - 1) : 8,
      scaling: said?.scaling_factor ?? vae.scaling,
      shift: said ? (said.shift_factor ?? 0) : vae.shift,
    },
    cells: sample_size ?? cells,
  };
}
