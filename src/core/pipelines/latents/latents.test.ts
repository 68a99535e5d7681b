import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../schema/ids.ts';
import { cutGroup, cutLatents, putGroup } from './cut-latents.ts';
import { latentShape, latentSize } from './latent-shape.ts';
import { pictureSample } from './picture-sample.ts';
import { TransformerInput } from './transformer-input.ts';

const latent = { channels: 12, spatial: 8, temporal: 4 };
const count = (length: number, from = 0) => Float32Array.from({ length }, (_, i) => from + i);

describe('latent shapes', () => {
  it('have the first frame alone, then four frames a group', () => {
    expect(latentShape({ width: 160, height: 96, frames: 17 }, latent)).toEqual({
      channels: 12,
      groups: 5,
      height: 12,
      width: 20,
    });
    expect(latentShape({ width: 96, height: 96, frames: 1 }, latent).groups).toBe(1);
  });
});

describe('cutting', () => {
  const shapes = fc.record({
    channels: fc.integer({ min: 1, max: 4 }),
    groups: fc.integer({ min: 1, max: 4 }),
    height: fc.integer({ min: 1, max: 5 }),
    width: fc.integer({ min: 1, max: 5 }),
  });

  it('takes the numbers of the window', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), fc.nat(), fc.nat(), (shape, g, y, x) => {
        const window = {
          group: g % shape.groups,
          groups: shape.groups - (g % shape.groups),
          y: y % shape.height,
          height: shape.height - (y % shape.height),
          x: x % shape.width,
          width: shape.width - (x % shape.width),
        };
        const cut = cutLatents(count(latentSize(shape)), shape, window);
        const expected: number[] = [];
        for (let c = 0; c < shape.channels; c += 1) {
          for (let group = window.group; group < shape.groups; group += 1) {
            for (let row = window.y; row < shape.height; row += 1) {
              for (let column = window.x; column < shape.width; column += 1) {
                expected.push(((c * shape.groups + group) * shape.height + row) * shape.width + column);
              }
            }
          }
        }
        expect([...cut]).toEqual(expected);
      }),
    );
  });

  it('and putting back are each other’s inverse', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, g) => {
        const group = g % shape.groups;
        const size = latentSize({ ...shape, groups: 1 });
        const data = count(latentSize(shape));
        putGroup(data, shape, group, count(size, -1000));
        expect(cutGroup(data, shape, group)).toEqual(count(size, -1000));
        expect(data.filter((value) => value < 0)).toHaveLength(size);
      }),
    );
  });
});

describe('a picture', () => {
  it('is held for all frames, from −1 to 1', () => {
    const rgb = Uint8Array.of(0, 255, 51, 255, 0, 102);
    const sample = pictureSample({ width: 2, height: 1, rgb, sha256: Sha256.parse('0'.repeat(64)) }, 2);
    expect(sample.dims).toEqual([1, 3, 2, 1, 2]);
    const expected = [-1, 1, -1, 1, 1, -1, 1, -1, -0.6, -0.2, -0.6, -0.2];
    expected.forEach((value, i) => expect(sample.data[i]).toBeCloseTo(value, 6));
  });
});

describe('the transformer’s input', () => {
  const shape = { channels: 2, groups: 3, height: 1, width: 2 };

  it('is noisy latent, mask and given latent, in every row', () => {
    const given = [
      { group: 0, latent: Float32Array.of(1, 2, 3, 4) },
      { group: 2, latent: Float32Array.of(5, 6, 7, 8) },
    ];
    const input = new TransformerInput(shape, 2, given);
    input.setNoisy(count(12, 100));
    const { dims, data } = input.tensor(2);
    const row = [...count(12, 100), 1, 1, 0, 0, 1, 1, 1, 2, 0, 0, 5, 6, 3, 4, 0, 0, 7, 8];
    expect(dims).toEqual([2, 5, 3, 1, 2]);
    expect([...data]).toEqual([...row, ...row]);
    expect([...input.tensor(1).data]).toEqual(row);
  });

  it('has an empty mask and condition where nothing is given', () => {
    const input = new TransformerInput(shape, 1, []);
    input.setNoisy(count(12, 100));
    expect([...input.tensor(1).data.slice(12)]).toEqual(new Array(18).fill(0));
  });
});
