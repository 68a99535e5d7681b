import sharp from 'sharp';
import { expect, it } from 'vitest';
import { FILM_FONTS } from '#core/film/compose/film-fonts.ts';
import { apart, drawSampleFrames } from '#core/film/compose/sample-frames.test-support.ts';
import { loadFonts } from './load-fonts.ts';
import { nodeSurface } from './node-surface.ts';

it('draws what was looked at and found good, as the browser does', async () => {
  loadFonts();
  const drawn = drawSampleFrames(nodeSurface, FILM_FONTS);
  const { data, info } = await sharp('tests/fixtures/composed-frames.png').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([drawn.width, drawn.height]);
  const { mean, far } = apart(drawn, { ...info, data: new Uint8ClampedArray(data) });
  expect(mean).toBeLessThan(0.1);
  expect(far).toBeLessThan(0.001);
});
