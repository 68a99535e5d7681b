import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactCosSin, exactLog } from './exact-math.ts';
import { fillGaussian } from './gaussian.ts';

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });

function noise(count: number, seed: number, stream = 0, from = 0): Float32Array {
  const out = new Float32Array(count);
  fillGaussian(out, seed, stream, from);
  return out;
}

describe('exact arithmetic', () => {
  it('agrees with the engine to about the last bit', () => {
    const pair = new Float64Array(2);
    fc.assert(
      fc.property(uint32, (whole) => {
        const uniform = (whole + 1) / 2 ** 32;
        expect(Math.abs(exactLog(uniform) - Math.log(uniform))).toBeLessThan(4e-15);
        exactCosSin(whole, pair);
        const angle = (whole / 2 ** 32) * 2 * Math.PI;
        expect(Math.abs((pair[0] ?? 9) - Math.cos(angle))).toBeLessThan(2e-15);
        expect(Math.abs((pair[1] ?? 9) - Math.sin(angle))).toBeLessThan(2e-15);
      }),
      { numRuns: 2_000, examples: [[0], [0xffff_ffff], [0x4000_0000], [0x8000_0000], [0xc000_0000], [0x2000_0000]] },
    );
  });
});

describe('gaussian noise', () => {
  it('has the same bits on every host and in every release', () => {
    const bits = (values: Float32Array) =>
      [...new Uint32Array(values.buffer)].map((word) => word.toString(16).padStart(8, '0')).join(' ');
    expect(bits(noise(8, 0))).toMatchInlineSnapshot(
      `"3f7dbb33 bf6cb6b0 bf1e1b9f bef6d1b2 be1d5357 3e392a6d 3f54ec98 3e4a2da3"`,
    );
    expect(bits(noise(8, 0xffff_ffff, 3))).toMatchInlineSnapshot(
      `"3fbc7304 3e3f7a67 3f17e039 be4ffebe bd3828dc be81c190 3fddfcef 3eebf41b"`,
    );
    const long = new Uint32Array(noise(100_000, 7).buffer);
    expect(long.reduce((sum, word) => (Math.imul(sum, 31) + word) >>> 0, 0)).toMatchInlineSnapshot(`2102422025`);
  });

  it('is reached directly at any element', () => {
    fc.assert(
      fc.property(uint32, uint32, fc.nat(60), fc.nat(30), (seed, stream, from, count) => {
        expect(noise(count, seed, stream, from)).toEqual(noise(100, seed, stream).slice(from, from + count));
      }),
    );
    const far = 2 ** 36;
    expect(noise(2, 5, 0, far + 3)).toEqual(noise(8, 5, 0, far).slice(3, 5));
    expect(noise(4, 5, 0, far)).not.toEqual(noise(4, 5, 0, 0));
  });

  it('differs between seeds and between streams', () => {
    expect(noise(4, 1)).not.toEqual(noise(4, 2));
    expect(noise(4, 1, 0)).not.toEqual(noise(4, 1, 1));
  });

  it('is standard normal', () => {
    const values = noise(200_000, 42);
    const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(moment(1)).toBeCloseTo(0, 1.9);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.015);
    expect(Math.abs(moment(3))).toBeLessThan(0.03);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.08);
    const beyond2 = values.filter((value) => Math.abs(value) > 1.959964).length / values.length;
    expect(Math.abs(beyond2 - 0.05)).toBeLessThan(0.002);
  });
});
