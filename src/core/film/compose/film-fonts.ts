import type { FilmFonts } from './canvas-port.ts';

/** Alphabets that the faces of films are kept apart by. */
const TITLE_ALPHABETS = ['latin', 'latin-ext', 'vietnamese'] as const;
const TEXT_ALPHABETS = ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext'] as const;

/** A face that a host loads under a name of its own: one file each, so that every host looks for a letter in the same order. */
export interface FilmFace {
  readonly family: string;
  readonly typeface: 'fraunces' | 'inter';
  readonly alphabet: (typeof TEXT_ALPHABETS)[number];
}

export const FILM_FACES: readonly FilmFace[] = [
  ...TITLE_ALPHABETS.map((alphabet): FilmFace => ({ family: `Film Title ${alphabet}`, typeface: 'fraunces', alphabet })),
  ...TEXT_ALPHABETS.map((alphabet): FilmFace => ({ family: `Film Text ${alphabet}`, typeface: 'inter', alphabet })),
];

const listed = (faces: readonly FilmFace[]): string => faces.map(({ family }) => `"${family}"`).join(', ');
const text = listed(FILM_FACES.filter(({ typeface }) => typeface === 'inter'));

/** The families in the order in which a letter is looked for; what none has comes from the system. */
export const FILM_FONTS: FilmFonts = {
  title: `${listed(FILM_FACES.filter(({ typeface }) => typeface === 'fraunces'))}, ${text}, sans-serif`,
  text: `${text}, sans-serif`,
};
