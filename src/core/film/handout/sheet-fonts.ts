import fontkit from '@pdf-lib/fontkit';
import type { PDFDocument, PDFFont } from '@cantoo/pdf-lib';
import type { TextPainter } from './text-painter.ts';
import { type Metrics, type Outline, writeTrueType } from './true-type.ts';

/** The files of @fontsource-variable/inter that hold the letters of a handout, the most usual ones first. */
export const SHEET_FONTS: readonly string[] = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'].map((script) => `inter-${script}-wght-normal.woff2`);

/** What of the font library is used here. */
interface Face extends Metrics {
  readonly characterSet: readonly number[];
  readonly glyphForCodePoint: (point: number) => unknown;
  readonly hasGlyphForCodePoint: (point: number) => boolean;
  readonly getGlyph: (id: number) => Outline & { readonly path: { readonly commands: Outline['commands'] } };
  createSubset: () => unknown;
}

/** Part of a line in one font; null where it is painted. */
export interface Run {
  readonly text: string;
  readonly font: PDFFont | null;
}

/** Belongs to the letter before it, or to those around it: never parted from what is painted. */
const JOINS = /^[\p{M}\u200c\u200d\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]$/u;

/** What stands for a letter that no font has. */
const UNKNOWN = '?';

/** Fonts that together write a text; each letter in the first that has it. */
export class SheetFonts {
  readonly #fonts: readonly { readonly face: Face; readonly font: PDFFont }[];
  readonly #unknown = new Set<string>();
  readonly #painter: TextPainter | undefined;

  private constructor(fonts: readonly { readonly face: Face; readonly font: PDFFont }[], painter: TextPainter | undefined) {
    this.#fonts = fonts;
    this.#painter = painter;
  }

  /** `files`: fonts as TrueType or WOFF2. Only the letters that are written go into the PDF. What they lack is left to `painter`. */
  static async open(pdf: PDFDocument, files: readonly Uint8Array[], painter?: TextPainter): Promise<SheetFonts> {
    const fonts = [];
    for (const bytes of files) {
      const face = fontkit.create(bytes) as unknown as Face;
      face.createSubset = () => subsetOf(face);
      // A glyph that was first met as part of another does not know its letter, and could not be searched for in the PDF.
      for (const point of face.characterSet) face.glyphForCodePoint(point);
      pdf.registerFontkit({ create: () => face as never });
      fonts.push({ face, font: await pdf.embedFont(bytes, { subset: true, features: { calt: false } }) });
    }
    if (fonts.length === 0) throw new Error('a handout needs a font');
    return new SheetFonts(fonts, painter);
  }

  /** The letters that no font has, neither of the handout nor of the machine, each once. */
  get unknown(): string {
    return [...this.#unknown].join('');
  }

  /** A text in parts, one for each font; the spaces between what is painted are painted with it, for words that run from right to left. */
  runs(text: string): Run[] {
    const runs: { text: string; font: PDFFont | null }[] = [];
    for (const letter of text.normalize('NFC')) {
      const last = runs.at(-1);
      const { font, written } = last?.font === null && JOINS.test(letter) ? { font: null, written: letter } : this.#fontOf(letter);
      const spaces = last && font === null && last.font !== null && runs.at(-2)?.font === null && last.text.trim() === '';
      if (spaces) {
        runs.pop();
        runs.at(-1)!.text += last.text + written;
      } else if (last && last.font === font) last.text += written;
      else if (last && letter.trim() === '' && last.font !== null) last.text += written;
      else runs.push({ text: written, font });
    }
    return runs;
  }

  width(text: string, size: number): number {
    return this.runs(text).reduce((sum, run) => sum + this.widthOf(run, size), 0);
  }

  widthOf({ text, font }: Run, size: number): number {
    return font ? font.widthOfTextAtSize(text, size) : this.#painter!.width(text, size);
  }

  #fontOf(letter: string): { readonly font: PDFFont | null; readonly written: string } {
    const first = this.#fonts[0]!.font;
    const has = this.#fonts.find(({ face }) => face.hasGlyphForCodePoint(letter.codePointAt(0) as number));
    if (has) return { font: has.font, written: letter };
    if (letter.trim() === '') return { font: first, written: ' ' };
    if (this.#painter?.has(letter)) return { font: null, written: letter };
    this.#unknown.add(letter);
    return { font: first, written: UNKNOWN };
  }
}

/** A font of the glyphs that were asked for, numbered from 1; 0 is the one for what is missing. */
function subsetOf(face: Face): { includeGlyph(glyph: { id: number } | number): number; encode(): Uint8Array } {
  const numbers = new Map<number, number>([[0, 0]]);
  return {
    includeGlyph(glyph) {
      const id = typeof glyph === 'number' ? glyph : glyph.id;
      const number = numbers.get(id) ?? numbers.size;
      numbers.set(id, number);
      return number;
    },
    encode: () =>
      writeTrueType(
        [...numbers.keys()].map((id) => {
          const { advanceWidth, path } = face.getGlyph(id);
          return { advanceWidth, commands: path.commands };
        }),
        face,
      ),
  };
}
