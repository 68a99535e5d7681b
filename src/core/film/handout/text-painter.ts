import type { Pen } from '../compose/canvas-port.ts';

/** A canvas that text is painted on. */
export interface PaintCanvas {
  readonly pen: Pick<Pen<never>, 'font' | 'fillStyle' | 'textBaseline' | 'measureText' | 'fillText'>;
  /** Red, green, blue and alpha bytes, rows from the top. */
  pixels(): Uint8ClampedArray;
  png(): Promise<Uint8Array>;
}

/** A painted text. PDF points. */
export interface PaintedText {
  /** PNG, clear where there is no ink. */
  readonly bytes: Uint8Array;
  /** How far the picture begins before the text, and reaches below the line that letters stand on. */
  readonly before: number;
  readonly below: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels in a point: sharp in print. */
const SCALE = 4;
/** Room around a text in parts of its size: marks and swashes reach beyond their letters. */
const ROOM = 0.5;
const PROBE = 48;
/** No font has a noncharacter: what is drawn for it is drawn for every letter that is missing. */
const NOBODY = '\u{10fffe}';

/** Paints text with the fonts of the machine: scripts and signs that a handout's own fonts do not have. */
export class TextPainter {
  readonly #make: (width: number, height: number) => PaintCanvas;
  readonly #families: string;
  readonly #known = new Map<string, boolean>();
  #ruler: PaintCanvas | undefined;
  #missing: string | undefined;

  /** `families`: as CSS lists them. */
  constructor(make: (width: number, height: number) => PaintCanvas, families: string) {
    this.#make = make;
    this.#families = families;
  }

  /** Whether some font of the machine has a letter. */
  has(letter: string): boolean {
    const known = this.#known.get(letter);
    if (known !== undefined) return known;
    this.#missing ??= this.#probe(NOBODY);
    const has = this.#probe(letter) !== this.#missing;
    this.#known.set(letter, has);
    return has;
  }

  /** Points. */
  width(text: string, size: number): number {
    const { pen } = (this.#ruler ??= this.#make(1, 1));
    pen.font = this.#font(size);
    return pen.measureText(text).width / SCALE;
  }

  async paint(text: string, size: number, colour: string): Promise<PaintedText> {
    const room = Math.ceil(size * ROOM * SCALE);
    const [width, height] = [Math.ceil(this.width(text, size) * SCALE) + 2 * room, Math.ceil(size * SCALE) + 2 * room];
    const canvas = this.#make(width, height);
    const { pen } = canvas;
    pen.font = this.#font(size);
    pen.fillStyle = colour;
    pen.textBaseline = 'alphabetic';
    pen.fillText(text, room, height - room);
    return { bytes: await canvas.png(), before: room / SCALE, below: room / SCALE, width: width / SCALE, height: height / SCALE };
  }

  #font(size: number): string {
    return `${size * SCALE}px ${this.#families}`;
  }

  #probe(letter: string): string {
    const canvas = this.#make(PROBE * 2, PROBE * 2);
    canvas.pen.font = `${PROBE}px ${this.#families}`;
    canvas.pen.fillStyle = '#000';
    canvas.pen.fillText(letter, PROBE / 4, PROBE * 1.3);
    return canvas.pixels().join();
  }
}
