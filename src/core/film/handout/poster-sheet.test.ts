import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { posterSheet } from './poster-sheet.ts';

it('is one page in the shape of the picture, under the film’s name', async () => {
  const png = await sharp({ create: { width: 360, height: 640, channels: 3, background: 'teal' } }).png().toBuffer();
  const pdf = await PDFDocument.load(await posterSheet('Night ferry', png, 0));
  expect([pdf.getPageCount(), pdf.getTitle()]).toEqual([1, 'Night ferry: poster']);
  const { width, height } = pdf.getPage(0).getSize();
  expect(height).toBeCloseTo(841.89, 1);
  expect(width / height).toBeCloseTo(360 / 640, 4);
});
