import { isOutOfMemory } from '../../schema/fault.ts';
import type { LatentShape } from '../latents/latent-shape.ts';
import { decodeLatents, type PartDone, type RunDecoder } from '../vae/decode.ts';
import { planDecode } from '../vae/decode-plan.ts';
import type { StillGraphs } from './still-graphs.ts';
import type { StillModel } from './still-model.ts';

/**
 * What the decoder of Stable Diffusion's VAE holds at its widest moment for each pixel: 256 channels in, 128 out and as
 * many between, in float32.
 */
const BYTES_PER_PIXEL = 2048;

/** The decoder of a model, for clean samples `[1, channels, 1, height, width]`: pixels `[3, height, width]`, −1 … 1. */
export function stillDecoder(graphs: StillGraphs, { spatial, scaling, shift }: StillModel['latent']): RunDecoder {
  return async ({ data, dims: [, channels = 0, , height = 0, width = 0] }) => {
    const values = (data as Float32Array).map((value) => value / scaling + shift);
    const outputs = graphs.outputsOf('vae_decoder');
    const wanted = outputs.includes('sample') ? 'sample' : (outputs[0] ?? 'sample');
    const given = { latent_sample: { values, dims: [1, channels, height, width] } };
    const [pixels] = await graphs.run('vae_decoder', given, [wanted]);
    const expected = 3 * height * width * spatial ** 2;
    if (pixels?.data.length !== expected) throw graphs.fault('vae_decoder', `${wanted} has ${pixels?.data.length ?? 0} numbers instead of ${expected}`);
    return pixels.data;
  };
}

/** Whether the decoder may have a whole sample at once. */
export const fitsWhole = (shape: LatentShape, { spatial }: StillModel['latent'], memoryBytes: number): boolean =>
  planDecode(shape, { spatial, temporal: 1 }, memoryBytes, BYTES_PER_PIXEL).tile === undefined;

/** A clean sample as RGB bytes: whole where that fits the memory, else in tiles, and in smaller ones where memory runs out. */
export async function decodeStill(
  run: RunDecoder,
  latents: Float32Array,
  shape: LatentShape,
  { spatial }: StillModel['latent'],
  memoryBytes: number,
  onPart: PartDone,
): Promise<Uint8Array> {
  const scale = { spatial, temporal: 1 };
  let plan = planDecode(shape, scale, memoryBytes, BYTES_PER_PIXEL);
  for (;;) {
    try {
      return await decodeLatents({ run, latents, shape, scale, plan, onPart });
    } catch (error) {
      const smaller = planDecode(shape, scale, plan.bytes / 2, BYTES_PER_PIXEL);
      if (!isOutOfMemory(error) || smaller.bytes >= plan.bytes) throw error;
      plan = smaller;
    }
  }
}
