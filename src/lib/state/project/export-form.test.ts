import { expect, it } from 'vitest';
import { readExportForm } from './export-form.ts';

const FORM = { format: 'webm', lines: 360, quality: 'medium', captions: 'burned', video: 'vp9', rate: { numerator: 12, denominator: 1 }, enhance: ['upscale'] };

it('is read as it was kept', () => {
  expect(readExportForm(JSON.stringify(FORM))).toEqual(FORM);
});

it('is the usual where nothing was kept, or what cannot be asked for', () => {
  for (const text of [null, '', '{', '[]', JSON.stringify({ ...FORM, lines: 17 }), JSON.stringify({ ...FORM, format: 'avi' }), JSON.stringify({ ...FORM, rate: { numerator: -1, denominator: 0 } })]) {
    expect(readExportForm(text), String(text)).toBeUndefined();
  }
});
