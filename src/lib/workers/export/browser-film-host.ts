import { BlobSource } from 'mediabunny';
import { FILM_FONTS } from '#core/film/compose/film-fonts.ts';
import type { FilmHost } from '#core/film/export/film-host.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { type BrowserPicture, filmSurface } from './film-surface.ts';

/** Finds kept bytes by their name; undefined where they are gone. */
export type FindBlob = (asset: Sha256, type: string) => Promise<Blob | undefined>;

/** Draws films with OffscreenCanvas and the browser's decoders. */
export function browserFilmHost(find: FindBlob): FilmHost<BrowserPicture> {
  return {
    fonts: FILM_FONTS,
    makeSurface: filmSurface,
    async openFilm(asset) {
      const blob = await find(asset, '');
      return blob && new BlobSource(blob);
    },
    async openStill(asset, type) {
      const blob = await find(asset, type);
      // A picture that the browser cannot read is as good as none.
      const bitmap = blob && (await createImageBitmap(blob).catch(() => undefined));
      if (!bitmap) return undefined;
      const { width, height } = bitmap;
      const surface = filmSurface(width, height);
      // What is transparent becomes white, as it does where pictures are given to models.
      surface.pen.fillStyle = '#fff';
      surface.pen.fillRect(0, 0, width, height);
      surface.pen.drawImage(bitmap, 0, 0, width, height);
      bitmap.close();
      return { picture: surface.picture, width, height, close: () => undefined };
    },
    drawSample(sample, onto) {
      const pen = (onto.picture as OffscreenCanvas).getContext('2d')!;
      sample.draw(pen, 0, 0, onto.width, onto.height);
    },
  };
}

/** Loads the faces of films into this worker, by family and address. One that cannot be loaded is left to the system's fonts. */
export async function loadFonts(addresses: Readonly<Record<string, string>>): Promise<void> {
  const { fonts } = self as unknown as { fonts: FontFaceSet };
  await Promise.all(
    Object.entries(addresses).map(async ([family, address]) => {
      const face = new FontFace(family, `url(${address})`, { weight: '100 900' });
      fonts.add(face);
      await face.load().catch(() => fonts.delete(face));
    }),
  );
}
