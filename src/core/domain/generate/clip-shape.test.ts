import { describe, expect, it } from 'vitest';
import { framesFor, longestClipOf, sizeFor } from './clip-shape.ts';

const presets: [number, number][] = [[160, 96], [96, 160], [128, 128], [144, 112], [112, 144]];
const model = { frameRate: 8, frames: { multiple: 4, offset: 1, default: 17, max: 33 } };
const at = (numerator: number, denominator = 1) => ({ numerator, denominator });

describe('the shape of a clip', () => {
  it('is the offered size that comes nearest to the film\'s picture', () => {
    expect(sizeFor('16:9', { presets })).toEqual([160, 96]);
    expect(sizeFor('21:9', { presets })).toEqual([160, 96]);
    expect(sizeFor('9:16', { presets })).toEqual([96, 160]);
    expect(sizeFor('1:1', { presets })).toEqual([128, 128]);
    expect(sizeFor('4:5', { presets })).toEqual([112, 144]);
  });

  it('has as few frames as fill the clip, or as many as the model can', () => {
    expect(framesFor(48, at(24), model)).toBe(17); // 2 s are 16 frames
    expect(framesFor(51, at(24), model)).toBe(17);
    expect(framesFor(52, at(24), model)).toBe(21); // 17⅓ frames need the next legal count
    expect(framesFor(1, at(24), model)).toBe(5);
    expect(framesFor(24_000, at(24), model)).toBe(33);
    expect(framesFor(60, at(30_000, 1001), model)).toBe(17); // 2.002 s
  });

  it('is at most as long as one take fills', () => {
    expect(longestClipOf(at(24), model)).toBe(99); // 33 frames at 8 a second
    expect(longestClipOf(at(30_000, 1001), model)).toBe(123); // 123.6 frames
    expect(longestClipOf(at(24), { frameRate: 8, frames: { ...model.frames, max: 35 } })).toBe(99); // 35 is no legal count
    expect(framesFor(longestClipOf(at(24), model), at(24), model)).toBe(33);
  });
});
