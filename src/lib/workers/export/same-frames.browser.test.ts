import { expect, it } from 'vitest';
import golden from '../../../../tests/fixtures/composed-frames.png?url';
import { FILM_FONTS } from '#core/film/compose/film-fonts.ts';
import { apart, drawSampleFrames } from '#core/film/compose/sample-frames.test-support.ts';
import { FILM_FILES } from '#lib/engine/browser/film-files.ts';
import { filmSurface } from './film-surface.ts';

it('draws the frames that Node draws, letters and edges of turned pictures excepted', async () => {
  for (const [family, address] of Object.entries(FILM_FILES.fonts)) {
    const face = new FontFace(family, `url(${address})`, { weight: '100 900' });
    document.fonts.add(face);
    await face.load();
  }
  const drawn = drawSampleFrames(filmSurface, FILM_FONTS);
  const bitmap = await createImageBitmap(await (await fetch(golden)).blob());
  const surface = filmSurface(bitmap.width, bitmap.height);
  surface.pen.drawImage(bitmap, 0, 0, bitmap.width, bitmap.height);
  expect([bitmap.width, bitmap.height]).toEqual([drawn.width, drawn.height]);
  const { mean, far } = apart(drawn, surface.read());
  expect(mean).toBeLessThan(1);
  expect(far).toBeLessThan(0.01);
});
