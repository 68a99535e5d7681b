import { describe, expect, it } from 'vitest';
import type { RawVideo } from '../domain/generate/engine.ts';
import { FaultError } from '../schema/fault.ts';
import { Previewer } from './preview.ts';

const shape = { channels: 1, groups: 3, height: 1, width: 2 };
const latent = { channels: 1, spatial: 1, temporal: 4 };

/** Offers every step to a previewer and gives what was shown, with the time it took. */
async function run(options: { cost: number; steps: number; decode?: () => Promise<Float32Array>; clock?: boolean }) {
  const shown: RawVideo[] = [];
  let clock = 0;
  let spent = 0;
  const previewer = new Previewer({
    shape,
    latent,
    steps: options.steps,
    frameRate: 8,
    show: (preview) => shown.push(preview),
    now: options.clock === false ? undefined : () => clock,
    decode: async (latents) => {
      clock += options.cost;
      spent += options.cost;
      // The latent as the red plane.
      return options.decode ? options.decode() : Float32Array.from([...latents.data, 0, 0, 0, 0], Number);
    },
  });
  const sample = Float32Array.of(9, 9, 1, 0.5, 9, 9);
  const velocity = Float32Array.of(9, 9, 2, 1, 9, 9);
  for (let step = 0; step < options.steps; step += 1) {
    clock += 100;
    await previewer.offer(step, sample, velocity, 0.5, 100);
  }
  return { shown, spent, denoising: options.steps * 100 };
}

describe('previews through the decoder', () => {
  it('show x0 of the middle group', async () => {
    const { shown } = await run({ cost: 1, steps: 30 });
    expect(shown[0]).toEqual({
      width: 2,
      height: 1,
      frames: 1,
      frameRate: 8,
      rgb: Uint8Array.of(128, 128, 128, 128, 128, 128),
    });
  });

  it.each([
    [1, 24],
    [20, 24],
    [90, 24],
    [90, 200],
    [30, 100],
  ])('that cost %i ms in %i steps of 100 ms take a twentieth of the time at most', async (cost, steps) => {
    const { shown, spent, denoising } = await run({ cost, steps });
    expect(shown.length).toBeGreaterThan(0);
    expect(spent).toBeLessThanOrEqual(denoising * 0.05);
  });

  it('are left out when there is no time for them, or no clock', async () => {
    expect((await run({ cost: 50, steps: 10 })).shown).toEqual([]);
    expect((await run({ cost: 1, steps: 50, clock: false })).shown).toEqual([]);
  });

  it('end when there is no memory for them', async () => {
    const decode = () => Promise.reject(new FaultError('out-of-memory'));
    expect(await run({ cost: 1, steps: 50, decode })).toMatchObject({ shown: [], spent: 1 });
    const bug = () => Promise.reject(new TypeError('a bug'));
    await expect(run({ cost: 1, steps: 50, decode: bug })).rejects.toThrow('a bug');
  });
});

describe('linear previews', () => {
  it('project every cell at every step', async () => {
    const shown: RawVideo[] = [];
    const previewer = new Previewer({
      shape: { channels: 2, groups: 1, height: 1, width: 2 },
      latent: {
        ...latent,
        channels: 2,
        // Two pixels by two a cell; red from channel 0, green from channel 1 in the lower row, blue from the bias.
        preview: {
          cell: 2,
          weights: [
            [1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0],
          ],
          bias: [0, -1, 1, 0, -1, 1, 0, -1, 1, 0, -1, 1],
        },
      },
      steps: 1,
      frameRate: 8,
      show: (preview) => shown.push(preview),
      decode: () => Promise.reject(new Error('not needed')),
    });
    await previewer.offer(0, Float32Array.of(1, -1, 2, 0), new Float32Array(4), 1, 100);
    const [preview] = shown;
    expect(preview).toMatchObject({ width: 4, height: 2 });
    const upper = [255, 0, 255, 255, 0, 255, 0, 0, 255, 0, 0, 255];
    const lower = [255, 255, 255, 255, 255, 255, 0, 0, 255, 0, 0, 255];
    expect([...(preview?.rgb ?? [])]).toEqual([...upper, ...lower]);
  });
});
