import type { ApiWorkflow } from '../workflow/api-workflow.ts';

declare const kind: unique symbol;
/** An output of a node, of one of ComfyUI's kinds: a model cannot go in where words belong. */
export type Output<Kind extends string> = [node: string, output: number] & { readonly [kind]?: Kind };

type Model = Output<'MODEL'>;
type Conditioning = Output<'CONDITIONING'>;
type Latent = Output<'LATENT'>;
type Images = Output<'IMAGE'>;
type Vae = Output<'VAE'>;

interface Shape {
  readonly width: number;
  readonly height: number;
  readonly length: number;
}

export interface Sampling {
  readonly seed: number;
  readonly steps: number;
  readonly cfg: number;
  readonly sampler: 'euler' | 'uni_pc';
}

interface Guided {
  readonly positive: Conditioning;
  readonly negative: Conditioning;
}

/** The side of the parts in which frames are decoded, in pixels. */
export type Tile = 512 | 256;
/** Frames of a part, by its side. */
const TILE_FRAMES: Record<Tile, number> = { 512: 64, 256: 32 };

/** Builds a workflow for Wan out of the nodes that ComfyUI has for it, each with the inputs that it takes. */
export class WanGraph {
  readonly workflow: ApiWorkflow = {};

  unet(name: string): Model {
    return this.#add('UNETLoader', { unet_name: name, weight_dtype: 'default' });
  }

  clip(name: string): Output<'CLIP'> {
    return this.#add('CLIPLoader', { clip_name: name, type: 'wan', device: 'default' });
  }

  vae(name: string): Vae {
    return this.#add('VAELoader', { vae_name: name });
  }

  lora(model: Model, name: string, strength: number): Model {
    return this.#add('LoraLoaderModelOnly', { model, lora_name: name, strength_model: strength });
  }

  shifted(model: Model, shift: number): Model {
    return this.#add('ModelSamplingSD3', { model, shift });
  }

  words(clip: Output<'CLIP'>, text: string): Conditioning {
    return this.#add('CLIPTextEncode', { text, clip });
  }

  picture(image: string): Images {
    return this.#add('LoadImage', { image });
  }

  emptyLatent(shape: Shape): Latent {
    return this.#add('EmptyHunyuanLatentVideo', { ...shape, batch_size: 1 });
  }

  /** From the first picture on, or between the two. */
  fromPictures(guided: Guided, vae: Vae, shape: Shape, first: Images, last?: Images): Guided & { readonly latent: Latent } {
    const inputs = { ...guided, vae, ...shape, batch_size: 1, start_image: first };
    const [node] = last ? this.#add('WanFirstLastFrameToVideo', { ...inputs, end_image: last }) : this.#add('WanImageToVideo', inputs);
    return { positive: [node, 0], negative: [node, 1], latent: [node, 2] };
  }

  /** The latent of TI2V-5B, which takes a first picture or none. */
  latent5B(vae: Vae, shape: Shape, first?: Images): Latent {
    return this.#add('Wan22ImageToVideoLatent', { vae, ...shape, batch_size: 1, ...(first && { start_image: first }) });
  }

  sample(model: Model, guided: Guided, latent: Latent, { seed, steps, cfg, sampler }: Sampling): Latent {
    return this.#add('KSampler', { model, ...guided, latent_image: latent, ...{ seed, steps, cfg }, sampler_name: sampler, scheduler: 'simple', denoise: 1 });
  }

  /** The first expert's steps, up to `end`: what it leaves still has noise in it. */
  sampleHigh(model: Model, guided: Guided, latent: Latent, sampling: Sampling, end: number): Latent {
    return this.#expert(model, guided, latent, sampling, { add_noise: 'enable', start_at_step: 0, end_at_step: end, return_with_leftover_noise: 'enable' });
  }

  /** The second expert's steps, from `start` to the end. */
  sampleLow(model: Model, guided: Guided, latent: Latent, sampling: Sampling, start: number): Latent {
    return this.#expert(model, guided, latent, sampling, { add_noise: 'disable', start_at_step: start, end_at_step: sampling.steps, return_with_leftover_noise: 'disable' });
  }

  /** At once, or in parts. */
  decode(samples: Latent, vae: Vae, tile: Tile | undefined): Images {
    if (tile === undefined) return this.#add('VAEDecode', { samples, vae });
    const parts = { tile_size: tile, overlap: 64, temporal_size: TILE_FRAMES[tile], temporal_overlap: 8 };
    return this.#add('VAEDecodeTiled', { samples, vae, ...parts });
  }

  save(images: Images, prefix: string): void {
    this.#add('SaveImage', { images, filename_prefix: prefix });
  }

  #expert(model: Model, guided: Guided, latent: Latent, { seed, steps, cfg, sampler }: Sampling, part: object): Latent {
    const inputs = { model, ...guided, latent_image: latent, noise_seed: seed, ...{ steps, cfg }, sampler_name: sampler, scheduler: 'simple' };
    return this.#add('KSamplerAdvanced', { ...inputs, ...part });
  }

  #add<Kind extends string>(class_type: string, inputs: object): Output<Kind> {
    const id = String(Object.keys(this.workflow).length + 1);
    this.workflow[id] = { class_type, inputs: inputs as Record<string, never> };
    return [id, 0];
  }
}
