import { readFileSync } from 'node:fs';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { deliveredFilm } from '../interchange/delivered-film.ts';
import { RATES, sampleDelivery } from '../interchange/sample-delivery.test-support.ts';
import { contactSheet } from './contact-sheet.ts';
import { paintedInPdf } from './pdf-letters.test-support.ts';
import { TextPainter } from './text-painter.ts';

const file = (script: string) => `node_modules/@fontsource-variable/inter/files/inter-${script}-wght-normal.woff2`;
GlobalFonts.registerFromPath(file('cyrillic'), 'Painted');
const painter = () =>
  new TextPainter((width, height) => {
    const canvas = createCanvas(width, height);
    const pen = canvas.getContext('2d');
    return { pen, pixels: () => pen.getImageData(0, 0, width, height).data, png: () => canvas.encode('png') };
  }, 'Painted');

describe('what the fonts of a handout lack', () => {
  const fonts = [new Uint8Array(readFileSync(file('latin')))];
  const sheet = (prompt: string) => {
    const { document, takes } = sampleDelivery(RATES.film, [[{ length: 30, prompt }]], 'Film');
    return contactSheet(deliveredFilm(document.project, takes), { paper: 'a4', fonts, painter: painter(), now: 0, still: async () => undefined });
  };

  it('is painted with the fonts of the machine, words together, and can still be searched for', async () => {
    const { bytes, unwritten } = await sheet('A ball, красный шар, and again красный шар');
    expect(unwritten).toBe('');
    expect(await paintedInPdf(bytes)).toEqual({ words: ['красный шар', 'красный шар'], pictures: 1 });
  });

  it('is a question mark, and named, where no font of the machine has it either', async () => {
    const { bytes, unwritten } = await sheet('A sign \u{10fffd} of nobody’s');
    expect(unwritten).toBe('\u{10fffd}');
    expect((await paintedInPdf(bytes)).words).toEqual([]);
  });
});

it('paints as wide as it says, with the letters inside the picture', async () => {
  const one = painter();
  const painted = await one.paint('шар', 10, 'rgb(200,0,0)');
  expect(painted.width - 2 * painted.before).toBeCloseTo(one.width('шар', 10), 0);
  const { data, info } = await sharp(painted.bytes).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([painted.width * 4, painted.height * 4]);
  const alpha = (x: number, y: number) => data[(y * info.width + x) * info.channels + 3]!;
  const edge = [...Array.from({ length: info.width }, (_, x) => alpha(x, 0) + alpha(x, info.height - 1)), ...Array.from({ length: info.height }, (_, y) => alpha(0, y) + alpha(info.width - 1, y))];
  expect(Math.max(...edge)).toBe(0);
  expect([one.has('ш'), one.has('\u{10fffd}')]).toEqual([true, false]);
});
