import type { RawVideo } from '../domain/generate/engine.ts';
import { isOutOfMemory } from '../schema/fault.ts';
import type { ModelManifest } from '../schema/manifest.ts';
import type { LatentShape } from './latents/latent-shape.ts';
import type { RunDecoder } from './vae/decode.ts';
import { writeFrames } from './vae/frame-bytes.ts';

/** The part of the denoising time that previews may take. */
const SHARE = 0.05;

interface PreviewOptions {
  readonly shape: LatentShape;
  readonly latent: ModelManifest['latent'];
  readonly steps: number;
  readonly frameRate: number;
  readonly decode: RunDecoder;
  /** Milliseconds. */
  readonly now?: (() => number) | undefined;
  readonly show: (preview: RawVideo) => void;
}

/**
 * Shows the clip's middle group as the model presently imagines it: x0 = x − σ · v. Where the model
 * brings a linear preview, at every step (it costs next to nothing); else through the decoder, as often
 * as fits in a twentieth of the denoising time, which needs a clock.
 */
export class Previewer {
  readonly #options: PreviewOptions;
  readonly #group: number;
  readonly #x0: Float32Array;
  /** The step before which there is no decoded preview, and what the last one cost in milliseconds. */
  #nextStep: number;
  #cost: number | undefined;
  #spent = 0;

  constructor(options: PreviewOptions) {
    const { shape, steps } = options;
    this.#options = options;
    this.#group = Math.floor(shape.groups / 2);
    this.#x0 = new Float32Array(shape.channels * shape.height * shape.width);
    this.#nextStep = Math.floor(steps / 4);
  }

  /** `step` counts from 0; `stepMs`: what a step takes. */
  async offer(
    step: number,
    sample: Float32Array,
    velocity: Float32Array,
    sigma: number,
    stepMs: number,
  ): Promise<void> {
    const { latent, show } = this.#options;
    if (latent.preview) {
      this.#imagine(sample, velocity, sigma);
      show(this.#project(latent.preview));
    } else if (this.#mayDecode(step, stepMs)) {
      this.#imagine(sample, velocity, sigma);
      try {
        show(await this.#decode(step, stepMs));
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        // The clip matters more than its previews.
        this.#nextStep = Infinity;
      }
    }
  }

  #imagine(sample: Float32Array, velocity: Float32Array, sigma: number): void {
    const { channels, groups, height, width } = this.#options.shape;
    const cells = height * width;
    for (let c = 0; c < channels; c += 1) {
      const from = (c * groups + this.#group) * cells;
      for (let i = 0; i < cells; i += 1) {
        this.#x0[c * cells + i] = (sample[from + i] as number) - sigma * (velocity[from + i] as number);
      }
    }
  }

  #project({ cell, weights, bias }: NonNullable<ModelManifest['latent']['preview']>): RawVideo {
    const { channels, height, width } = this.#options.shape;
    const cells = height * width;
    const rgb = new Uint8ClampedArray(cells * cell * cell * 3);
    for (let i = 0; i < cells; i += 1) {
      const top = Math.floor(i / width) * cell;
      const left = (i % width) * cell;
      for (let p = 0; p < bias.length; p += 1) {
        let value = bias[p] as number;
        for (let c = 0; c < channels; c += 1) {
          value += ((weights[c] as number[])[p] as number) * (this.#x0[c * cells + i] as number);
        }
        const pixel = Math.floor(p / 3);
        const y = top + Math.floor(pixel / cell);
        const x = left + (pixel % cell);
        rgb[(y * width * cell + x) * 3 + (p % 3)] = value * 127.5 + 127.5;
      }
    }
    return this.#picture(width * cell, height * cell, new Uint8Array(rgb.buffer));
  }

  /** The first is worth up to a step; from then on the true cost is known. */
  #mayDecode(step: number, stepMs: number): boolean {
    const { now, steps } = this.#options;
    const budget = SHARE * stepMs * steps;
    return now !== undefined && step >= this.#nextStep && this.#spent + (this.#cost ?? stepMs) <= budget;
  }

  async #decode(step: number, stepMs: number): Promise<RawVideo> {
    const { shape, latent, decode, now } = this.#options;
    const begun = now?.() ?? 0;
    const dims = [1, shape.channels, 1, shape.height, shape.width];
    const planes = await decode({ type: 'float32', dims, data: this.#x0 });
    const [width, height] = [shape.width * latent.spatial, shape.height * latent.spatial];
    const rgb = new Uint8Array(width * height * 3);
    writeFrames(rgb, 0, planes, 1, width * height);
    this.#cost = (now?.() ?? 0) - begun;
    this.#spent += this.#cost;
    this.#nextStep = step + Math.max(1, Math.ceil(this.#cost / (SHARE * stepMs)));
    return this.#picture(width, height, rgb);
  }

  #picture(width: number, height: number, rgb: Uint8Array): RawVideo {
    return { width, height, frames: 1, frameRate: this.#options.frameRate, rgb };
  }
}
