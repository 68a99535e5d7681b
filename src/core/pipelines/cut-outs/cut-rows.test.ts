import { describe, expect, it } from 'vitest';
import { cutRows, edgeGuide } from './cut-rows.ts';

const SUBJECT = [200, 60, 40];
const GROUND = [20, 160, 90];

/** A picture half subject, half ground, with a soft edge between, drawn at any size. */
function softEdge(width: number, height: number) {
  const rgba = new Uint8ClampedArray(width * height * 4);
  const alphas = new Float32Array(width * height);
  for (let at = 0; at < width * height; at++) {
    const x = ((at % width) + 0.5) / width;
    alphas[at] = Math.max(0, Math.min(1, (x - 0.45) / 0.1));
    rgba.set([...SUBJECT.map((value, i) => alphas[at]! * value + (1 - alphas[at]!) * GROUND[i]!), 255], 4 * at);
  }
  return { rgba, alphas };
}

/** Cut out of a picture of the one size with what is known in the other; `strips` rows at a time. */
function cut(width: number, height: number, strips = height) {
  const [small, large] = [softEdge(64, 48), softEdge(width, height)];
  const guide = edgeGuide({ width: 64, height: 48, values: Uint8Array.from(small.alphas, (alpha) => Math.round(alpha * 255)) }, small.rgba);
  for (let top = 0; top < height; top += strips) cutRows(large.rgba.subarray(4 * width * top, 4 * width * Math.min(height, top + strips)), { width, height, top }, guide);
  return large;
}

describe('a picture that is cut out', () => {
  it('is transparent where the matte says ground, whole where it says subject, and in between as it says, at its full size', () => {
    const { rgba, alphas } = cut(400, 300);
    for (let at = 0; at < alphas.length; at += 7) expect(Math.abs(rgba[4 * at + 3]! - 255 * alphas[at]!), `at ${at}`).toBeLessThan(10);
    expect([...rgba.subarray(4 * 399, 4 * 400)]).toEqual([...SUBJECT, 255]);
    expect(rgba[3]).toBe(0);
  });

  it('has no colour of the ground in its edge', () => {
    const { rgba } = cut(400, 300);
    const plain = softEdge(400, 300).rgba;
    const off = (pixels: Uint8ClampedArray, at: number) => Math.max(...SUBJECT.map((value, i) => Math.abs(pixels[4 * at + i]! - value)));
    // Across the edge, where it is a quarter, half and three quarters subject.
    for (const x of [190, 200, 210]) {
      const at = 150 * 400 + x;
      expect(off(rgba, at), `at ${x}`).toBeLessThan(off(plain, at) / 2);
    }
  });

  it('comes to the same row by row', () => {
    expect(cut(100, 75, 4).rgba).toEqual(cut(100, 75).rgba);
  });

  it('keeps what was transparent before', () => {
    const guide = edgeGuide({ width: 1, height: 1, values: Uint8Array.of(255) }, new Uint8ClampedArray([9, 9, 9, 255]));
    const rgba = new Uint8ClampedArray([1, 2, 3, 0, 4, 5, 6, 128]);
    cutRows(rgba, { width: 2, height: 1, top: 0 }, guide);
    expect([...rgba]).toEqual([1, 2, 3, 0, 4, 5, 6, 128]);
  });
});
