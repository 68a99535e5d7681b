import cyrillic from '@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2?url';
import cyrillicExt from '@fontsource-variable/inter/files/inter-cyrillic-ext-wght-normal.woff2?url';
import greek from '@fontsource-variable/inter/files/inter-greek-wght-normal.woff2?url';
import greekExt from '@fontsource-variable/inter/files/inter-greek-ext-wght-normal.woff2?url';
import latin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import latinExt from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url';
import vietnamese from '@fontsource-variable/inter/files/inter-vietnamese-wght-normal.woff2?url';
import titleLatin from '@fontsource-variable/fraunces/files/fraunces-latin-wght-normal.woff2?url';
import titleLatinExt from '@fontsource-variable/fraunces/files/fraunces-latin-ext-wght-normal.woff2?url';
import titleVietnamese from '@fontsource-variable/fraunces/files/fraunces-vietnamese-wght-normal.woff2?url';
import ffmpegCore from '@ffmpeg/core?url';
import ffmpegWasm from '@ffmpeg/core/wasm?url';
import { FILM_FACES, type FilmFace } from '#core/film/compose/film-fonts.ts';

const ADDRESSES: Readonly<Record<FilmFace['typeface'], Partial<Record<FilmFace['alphabet'], string>>>> = {
  fraunces: { latin: titleLatin, 'latin-ext': titleLatinExt, vietnamese: titleVietnamese },
  inter: { latin, 'latin-ext': latinExt, vietnamese, cyrillic, 'cyrillic-ext': cyrillicExt, greek, 'greek-ext': greekExt },
};

const whole = (address: string): string => new URL(address, location.href).href;

/** What the worker that makes films fetches from this site: faces, and ffmpeg.wasm where it is needed. */
export const FILM_FILES = {
  fonts: Object.fromEntries(FILM_FACES.flatMap(({ family, typeface, alphabet }) => (ADDRESSES[typeface][alphabet] ? [[family, whole(ADDRESSES[typeface][alphabet])]] : []))),
  ffmpeg: { core: whole(ffmpegCore), wasm: whole(ffmpegWasm) },
} as const;
