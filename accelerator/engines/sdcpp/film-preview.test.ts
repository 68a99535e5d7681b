import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { avi, pixels, png } from '../../../tests/stand-ins/sd-cli/draw.mjs';
import { isWholePng, middlePicture } from './film-preview.ts';

const pictures = ['one', 'of three', 'the last'].map((text) => Buffer.from(text));
const film = avi(pictures);

describe('previews that are films', () => {
  it('gives the picture in the middle', () => {
    expect(middlePicture(film)?.toString()).toBe('of three');
    expect(middlePicture(avi(pictures.slice(0, 1)))?.toString()).toBe('one');
    expect(middlePicture(avi([]))).toBeUndefined();
  });

  it('gives nothing of one that is not whole, wherever it is cut', () => {
    for (let length = 0; length < film.length; length += 1) expect(middlePicture(film.subarray(0, length))).toBeUndefined();
  });

  it('reads nothing outside of it, whatever its sizes say', () => {
    const bends = fc.array(fc.tuple(fc.nat(film.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 8 });
    fc.assert(
      fc.property(bends, (places) => {
        const bent = Buffer.from(film);
        for (const [at, value] of places) bent[at] = value;
        expect((middlePicture(bent) ?? '').length).toBeLessThanOrEqual(film.length);
      }),
    );
  });
});

describe('previews that are pictures', () => {
  it('tells one that is whole from one that is not', () => {
    const whole = png(8, 8, pixels(8, 8, 1, 1));
    expect(isWholePng(whole)).toBe(true);
    for (let length = 0; length < whole.length; length += 1) expect(isWholePng(whole.subarray(0, length))).toBe(false);
  });
});
