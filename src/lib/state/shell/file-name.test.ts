import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mediaFileName } from './file-name.ts';

it('names a file after its prompt', () => {
  expect(mediaFileName('A red balloon, rising over the sea!', 'video/mp4')).toBe('a-red-balloon-rising-over-the-sea.mp4');
  expect(mediaFileName('', 'video/webm')).toBe('kinora.webm');
  expect(mediaFileName('/../', 'image/png')).toBe('kinora.png');
  expect(mediaFileName(`${'a'.repeat(59)}𐐨𐐨`, 'video/mp4')).toBe(`${'a'.repeat(59)}𐐨.mp4`);
  expect(mediaFileName('Über Zürich', 'video/mp4')).toBe('über-zürich.mp4');
  expect(mediaFileName('Con', 'video/mp4')).toBe('kinora-con.mp4');
});

it('gives a name that every system takes, whatever the prompt', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 90 }), (codes) => {
      const name = mediaFileName(String.fromCodePoint(...codes), 'video/mp4');
      expect(name).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*\.mp4$/u);
      expect(new TextEncoder().encode(name).length).toBeLessThan(255);
    }),
  );
});
