import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../domain/bytes/text-bytes.ts';
import { crc32 } from '../domain/bytes/crc32.ts';
import { gifComment, withGifComment } from './gif-comment.ts';
import { pngComment, withPngComment } from './png-comment.ts';

/** The smallest whole files: one pixel each. */
const bytes = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const PNG = bytes('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC');
const GIF = bytes('R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs=');

describe('a comment in a picture', () => {
  it('has the check sum that the PNG specification names for IEND', () => {
    expect(crc32(toUtf8('IEND'))).toBe(0xae426082);
  });

  it('comes back from PNG and GIF as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 900 }), (text) => {
        expect(pngComment(withPngComment(PNG, text))).toBe(text);
        expect(gifComment(withGifComment(GIF, text))).toBe(text);
      }),
    );
  });

  it('is absent from files without one, and from what is no picture', () => {
    expect(pngComment(PNG)).toBeUndefined();
    expect(gifComment(GIF)).toBeUndefined();
    for (const read of [pngComment, gifComment]) {
      fc.assert(fc.property(fc.uint8Array(), (noise) => void expect(read(noise)).toBeUndefined()));
    }
  });

  it('of a file that was cut off is no reason to fail', () => {
    const png = withPngComment(PNG, 'a red ball');
    const gif = withGifComment(GIF, 'a red ball');
    for (let length = 0; length < png.length; length += 1) pngComment(png.subarray(0, length));
    for (let length = 0; length < gif.length; length += 1) gifComment(gif.subarray(0, length));
  });
});
