import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { FILM_FACES } from '#core/film/compose/film-fonts.ts';

let areLoaded = false;

/** Makes the faces of films known to the canvases of this process; calling it again does nothing. */
export function loadFonts(): void {
  if (areLoaded) return;
  const { resolve } = createRequire(import.meta.url);
  for (const { family, typeface, alphabet } of FILM_FACES) {
    GlobalFonts.registerFromPath(resolve(`@fontsource-variable/${typeface}/files/${typeface}-${alphabet}-wght-normal.woff2`), family);
  }
  areLoaded = true;
}
