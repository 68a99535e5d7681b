import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOnnxRuntime } from '../../accelerator/engines/onnx/runtime.ts';
import { type LatentShape, latentSize } from '#core/pipelines/latents/latent-shape.ts';
import { fillGaussian } from '#core/pipelines/noise/gaussian.ts';
import type { Session } from '#core/pipelines/runtime.ts';
import { decodeLatents } from '#core/pipelines/vae/decode.ts';
import type { DecodePlan } from '#core/pipelines/vae/decode-plan.ts';
import { tinyFiles } from './tiny-model.ts';

const scale = { spatial: 8, temporal: 4 };
let decoder: Session;
beforeAll(async () => {
  decoder = await createOnnxRuntime('cpu', { threads: 1 }).createSession(
    await tinyFiles().read('vae_decoder/model.onnx'),
  );
});
afterAll(() => decoder.release());

async function decode(latents: Float32Array, shape: LatentShape, plan: Omit<DecodePlan, 'bytes'>) {
  const parts: number[] = [];
  const rgb = await decodeLatents({
    run: async (latent_sample) => {
      const { sample } = await decoder.run({ latent_sample });
      if (sample?.type !== 'float32') throw new Error('no frames');
      return sample.data;
    },
    latents,
    shape,
    scale,
    plan,
    onPart: async (done, all) => {
      parts.push(done / all);
    },
  });
  return { rgb, parts };
}
function latentsOf(shape: LatentShape, seed: number): Float32Array {
  const latents = new Float32Array(latentSize(shape));
  fillGaussian(latents, seed);
  return latents;
}
const difference = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);

const shapes = fc.record({
  channels: fc.constant(12),
  groups: fc.integer({ min: 1, max: 5 }),
  height: fc.integer({ min: 4, max: 8 }),
  width: fc.integer({ min: 4, max: 8 }),
});

// Many small runs: a busy machine needs its time.
describe('decoding', { timeout: 60_000 }, () => {
  it('in groups gives what decoding whole gives', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer({ min: 1, max: 4 }), fc.nat(1000), async (shape, groupsAtOnce, seed) => {
        const latents = latentsOf(shape, seed);
        const whole = await decode(latents, shape, { groupsAtOnce: shape.groups });
        const parted = await decode(latents, shape, { groupsAtOnce });
        expect(whole.rgb).toHaveLength((4 * shape.groups - 3) * shape.height * shape.width * 64 * 3);
        expect(parted.parts).toHaveLength(Math.ceil(shape.groups / groupsAtOnce));
        expect(parted.parts.at(-1)).toBe(1);
        // One byte: the runtime may add up in another order for another size.
        expect(difference(parted.rgb, whole.rgb)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 25 },
    );
  });

  it('in tiles gives what decoding whole gives, without a visible seam', async () => {
    const large = fc.record({
      channels: fc.constant(12),
      groups: fc.integer({ min: 1, max: 3 }),
      height: fc.integer({ min: 16, max: 28 }),
      width: fc.integer({ min: 16, max: 28 }),
    });
    const tiles = fc.record({ width: fc.integer({ min: 16, max: 20 }), height: fc.integer({ min: 16, max: 20 }) });
    await fc.assert(
      fc.asyncProperty(large, tiles, fc.nat(1000), async (shape, tile, seed) => {
        const latents = latentsOf(shape, seed);
        const whole = await decode(latents, shape, { groupsAtOnce: shape.groups });
        const tiled = await decode(latents, shape, { groupsAtOnce: 1, tile: { ...tile, overlap: 8 } });
        expect(difference(tiled.rgb, whole.rgb)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 12 },
    );
  });

  it('in tiles without overlap would show seams: the test above can fail', async () => {
    const shape = { channels: 12, groups: 1, height: 16, width: 32 };
    const latents = latentsOf(shape, 5);
    const whole = await decode(latents, shape, { groupsAtOnce: 1 });
    const tiled = await decode(latents, shape, { groupsAtOnce: 1, tile: { width: 16, height: 16, overlap: 0 } });
    expect(difference(tiled.rgb, whole.rgb)).toBeGreaterThan(4);
  });
});
