import { PDFHexString, PDFName, PDFOperator, type PDFDocument, type PDFImage, type PDFPage, type RGB, rgb } from '@cantoo/pdf-lib';
import type { SheetFonts } from './sheet-fonts.ts';
import type { PaintedText, TextPainter } from './text-painter.ts';
import { wrapText } from './wrap-text.ts';

export const INK = rgb(0.12, 0.11, 0.09);

/** A text that is still to be painted, and where. */
interface Painting {
  readonly page: PDFPage;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour: RGB;
}

/** Writes on pages; what no font of the handout has is painted at the end, by `finish`. */
export class SheetPen {
  readonly fonts: SheetFonts;
  readonly #pdf: PDFDocument;
  readonly #painter: TextPainter | undefined;
  readonly #paintings: Painting[] = [];

  constructor(pdf: PDFDocument, fonts: SheetFonts, painter: TextPainter | undefined) {
    this.#pdf = pdf;
    this.fonts = fonts;
    this.#painter = painter;
  }

  write(page: PDFPage, text: string, x: number, y: number, size: number, colour = INK): void {
    let at = x;
    for (const run of this.fonts.runs(text)) {
      if (run.font) page.drawText(run.text, { x: at, y, size, font: run.font, color: colour });
      else this.#paintings.push({ page, text: run.text, x: at, y, size, colour });
      at += this.fonts.widthOf(run, size);
    }
  }

  /** Lines below each other; where the next one would stand. */
  lines(page: PDFPage, text: string, x: number, y: number, size: number, { width, most, colour = INK }: { width: number; most: number; colour?: RGB }): number {
    const lines = wrapText(text, width, most, (part) => this.fonts.width(part, size));
    lines.forEach((line, i) => this.write(page, line, x, y - i * size * 1.35, size, colour));
    return y - lines.length * size * 1.35;
  }

  /** Paints what was left to be painted, each text once. */
  async finish(signal?: AbortSignal): Promise<void> {
    const painted = new Map<string, { readonly image: PDFImage; readonly text: PaintedText }>();
    for (const { page, text, x, y, size, colour } of this.#paintings) {
      signal?.throwIfAborted();
      const css = `rgb(${[colour.red, colour.green, colour.blue].map((part) => Math.round(part * 255)).join()})`;
      const key = `${size} ${css} ${text}`;
      let picture = painted.get(key);
      if (!picture) {
        const made = await this.#painter!.paint(text, size, css);
        picture = { image: await this.#pdf.embedPng(made.bytes), text: made };
        painted.set(key, picture);
      }
      const { before, below, width, height } = picture.text;
      // The words behind the picture: what is searched for, copied and read aloud (ISO 32000-1, 14.9.4).
      const words = this.#pdf.context.obj({ ActualText: PDFHexString.fromText(text) });
      page.pushOperators(PDFOperator.of('BDC' as never, [PDFName.of('Span'), words as never]));
      page.drawImage(picture.image, { x: x - before, y: y - below, width, height });
      page.pushOperators(PDFOperator.of('EMC' as never));
    }
  }
}
