import { readFileSync } from 'node:fs';
import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { deliveredFilm } from '../interchange/delivered-film.ts';
import { RATES, type SampleClip, sampleDelivery } from '../interchange/sample-delivery.test-support.ts';
import { contactSheet, type SheetOptions } from './contact-sheet.ts';
import { lettersOfPdf } from './pdf-letters.test-support.ts';
import { SHEET_FONTS } from './sheet-fonts.ts';
import { sheetStills } from './sheet-stills.ts';

const fonts = SHEET_FONTS.map((file) => new Uint8Array(readFileSync(`node_modules/@fontsource-variable/inter/files/${file}`)));
const png = new Uint8Array(await sharp({ create: { width: 160, height: 96, channels: 3, background: '#c84' } }).png().toBuffer());

const PROMPTS = ['A red balloon, 1.3 m', 'Ein Mädchen: Łódź, Šibenik', 'Красный шар поднимается', 'Ένα κόκκινο μπαλόνι', 'Tiếng Việt: quả bóng đỏ', '赤い風船 🎈'];
const sheet = (clips: readonly SampleClip[], options: Partial<SheetOptions> = {}, name = 'Film') => {
  const { document, takes } = sampleDelivery(RATES.film, [clips], name);
  const film = deliveredFilm(document.project, takes);
  return contactSheet(film, { paper: 'a4', fonts, now: 0, still: async () => ({ bytes: png, type: 'image/png' }), ...options });
};
const clips = (count: number): SampleClip[] => Array.from({ length: count }, (_, i) => ({ length: 30, prompt: PROMPTS[i % PROMPTS.length]! }));

describe('contactSheet', () => {
  it('writes the letters of many languages so that they can be searched for, and says which it could not write', async () => {
    const { bytes, unwritten } = await sheet(clips(6));
    const letters = await lettersOfPdf(bytes);
    for (const prompt of PROMPTS.slice(0, 5)) for (const letter of prompt.replace(/\s/g, '')) expect(letters, prompt).toContain(letter);
    expect(unwritten).toBe('赤い風船🎈');
  });

  it('numbers its pages, on A4 and on Letter', async () => {
    for (const [paper, width] of [['a4', 595], ['letter', 612]] as const) {
      const { bytes, pages } = await sheet(clips(13), { paper });
      const pdf = await PDFDocument.load(bytes);
      expect([pdf.getPageCount(), Math.floor(pdf.getPage(0).getWidth())]).toEqual([pages, width]);
      expect(pages).toBe(3);
    }
  });

  it('goes on where a picture is none or is broken, and with no clips at all', async () => {
    const broken = await sheet(clips(2), { still: async () => ({ bytes: png.slice(0, 20), type: 'image/png' }) });
    const missing = await sheet(clips(2), { still: async () => undefined });
    expect([broken.pages, missing.pages, (await sheet([])).pages]).toEqual([1, 1, 1]);
  });

  it('keeps long words and names within the page', async () => {
    const { pages } = await sheet([{ length: 9, prompt: 'x'.repeat(5000) }], {}, 'name '.repeat(200));
    expect(pages).toBe(1);
  });

  it('stops when it is cancelled, and says how far it is', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const cancelled = sheet(clips(5), {
      signal: stop.signal,
      onProgress: (fraction) => {
        seen.push(fraction);
        if (seen.length === 2) stop.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toHaveLength(2);
  });
});

describe('sheetStills', () => {
  it('is the first frame of the take that is shown; nothing for a clip without one', () => {
    const { document, takes, clips: ids } = sampleDelivery(RATES.film, [[{ length: 9 }, { length: 9, takes: 0 }]]);
    const stills = sheetStills(document.project, deliveredFilm(document.project, takes), takes);
    expect([...stills]).toEqual([[ids[0], { asset: takes[0]!.poster.sha256, type: 'image/png' }]]);
  });
});
