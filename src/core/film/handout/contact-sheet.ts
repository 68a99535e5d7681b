import { PDFDocument, type PDFImage, type PDFPage, rgb } from '@cantoo/pdf-lib';
import { rateLabel, toSeconds } from '../../domain/timeline/frame-rate.ts';
import { formatTimecode } from '../../domain/timeline/timecode.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import { readable } from '../interchange/clip-words.ts';
import type { DeliveredClip, DeliveredFilm } from '../interchange/delivered-film.ts';
import { SheetFonts } from './sheet-fonts.ts';
import { INK, SheetPen } from './sheet-pen.ts';
import type { TextPainter } from './text-painter.ts';
import { wrapText } from './wrap-text.ts';

export type Paper = 'a4' | 'letter';

/** PDF points, 72 an inch. */
const PAPERS: Readonly<Record<Paper, readonly [width: number, height: number]>> = { a4: [595.28, 841.89], letter: [612, 792] };
const MARGIN = 42;
const FOOT = 24;
const STILL = { width: 168, height: 100 } as const;
const ROW = 118;
const MUTED = rgb(0.36, 0.34, 0.3);
const LINE = rgb(0.85, 0.82, 0.76);

/** A picture in a format that PDF knows. */
export interface SheetPicture {
  readonly bytes: Uint8Array;
  readonly type: 'image/png' | 'image/jpeg';
}

export interface SheetOptions {
  readonly paper: Paper;
  /** Font files, the first for what most is written in. */
  readonly fonts: readonly Uint8Array[];
  /** Paints what these fonts do not have. */
  readonly painter?: TextPainter | undefined;
  /** The still of a clip; undefined where there is none, or where it cannot be read. Asked for one after the other. */
  readonly still: (clip: ClipId) => Promise<SheetPicture | undefined>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
  /** Gets the part that is done, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface Sheet {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly pages: number;
  /** Letters that no font has, neither of the handout nor of the machine: question marks stand in their place. */
  readonly unwritten: string;
}

/** The storyboard to hand out: for each clip its still, slate, words, shot, camera, length and place. */
export async function contactSheet(film: DeliveredFilm, options: SheetOptions): Promise<Sheet> {
  const { paper, signal, onProgress } = options;
  const pdf = await PDFDocument.create();
  const fonts = await SheetFonts.open(pdf, options.fonts, options.painter);
  const date = new Date(options.now);
  pdf.setTitle(`${film.name}: storyboard`);
  pdf.setProducer('Kinora');
  pdf.setCreator('Kinora');
  pdf.setCreationDate(date);
  pdf.setModificationDate(date);
  const pen = new SheetPen(pdf, fonts, options.painter);
  const [width, height] = PAPERS[paper];
  let page = pdf.addPage([width, height]);
  let top = titleBlock(pen, page, film, date) - 14;
  for (const [i, clip] of film.clips.entries()) {
    signal?.throwIfAborted();
    if (top - ROW < MARGIN + FOOT) {
      page = pdf.addPage([width, height]);
      top = height - MARGIN;
    }
    const picture = await options.still(clip.id);
    row(pen, page, film, clip, top, picture && (await embed(pdf, picture)));
    top -= ROW;
    onProgress?.((i + 1) / (film.clips.length + 1));
  }
  if (film.clips.length === 0) pen.write(page, 'The film has no clips yet.', MARGIN, top - 20, 11, MUTED);
  const pages = pdf.getPages();
  pages.forEach((one, i) => {
    pen.write(one, wrapText(film.name, width - MARGIN * 2 - 80, 1, (text) => fonts.width(text, 8))[0] ?? '', MARGIN, MARGIN - 12, 8, MUTED);
    const number = `Page ${i + 1} of ${pages.length}`;
    pen.write(one, number, width - MARGIN - fonts.width(number, 8), MARGIN - 12, 8, MUTED);
  });
  await pen.finish(signal);
  const bytes = await pdf.save();
  onProgress?.(1);
  return { bytes: new Uint8Array(bytes), pages: pages.length, unwritten: fonts.unknown };
}

/** Undefined where the picture is none: the rest of the sheet goes on. */
async function embed(pdf: PDFDocument, { bytes, type }: SheetPicture): Promise<PDFImage | undefined> {
  try {
    return type === 'image/png' ? await pdf.embedPng(bytes) : await pdf.embedJpg(bytes);
  } catch {
    return undefined;
  }
}

/** The film's name and figures; where what follows begins. */
function titleBlock(pen: SheetPen, page: PDFPage, film: DeliveredFilm, date: Date): number {
  const { width, height } = page.getSize();
  const below = pen.lines(page, film.name, MARGIN, height - MARGIN - 20, 24, { width: width - MARGIN * 2, most: 2 });
  const takes = film.clips.filter(({ shown }) => shown).length;
  const count = film.clips.length;
  const figures = [
    `Storyboard, ${date.toISOString().slice(0, 10)}`,
    `${count} ${count === 1 ? 'clip' : 'clips'}, ${takes} with a take`,
    formatTimecode(film.length, film.rate),
    `${rateLabel(film.rate)} frames a second`,
  ];
  pen.write(page, figures.join('   ·   '), MARGIN, below - 2, 9.5, MUTED);
  rule(page, below - 14);
  return below - 14;
}

const rule = (page: PDFPage, y: number): void => page.drawLine({ start: { x: MARGIN, y }, end: { x: page.getWidth() - MARGIN, y }, thickness: 0.6, color: LINE });

function row(pen: SheetPen, page: PDFPage, film: DeliveredFilm, clip: DeliveredClip, top: number, image: PDFImage | undefined): void {
  if (image) {
    const { width, height } = image.scaleToFit(STILL.width, STILL.height);
    page.drawImage(image, { x: MARGIN + (STILL.width - width) / 2, y: top - height, width, height });
  } else {
    page.drawRectangle({ x: MARGIN, y: top - STILL.height, width: STILL.width, height: STILL.height, borderColor: LINE, borderWidth: 0.8 });
    pen.write(page, 'No picture yet', MARGIN + 52, top - STILL.height / 2 - 4, 9, MUTED);
  }
  const x = MARGIN + STILL.width + 16;
  const width = page.getWidth() - MARGIN - x;
  pen.write(page, clip.slate, x, top - 13, 15);
  const scene = [clip.scene.name || `Scene ${clip.scene.number}`, clip.name].filter(Boolean).join(', ');
  const indent = pen.fonts.width(clip.slate, 15) + 10;
  pen.lines(page, scene, x + indent, top - 12, 9.5, { width: width - indent, most: 1, colour: MUTED });
  pen.lines(page, clip.prompt || clip.scene.description || 'No words yet', x, top - 31, 10, { width, most: 4, colour: clip.prompt || clip.scene.description ? INK : MUTED });
  const length = clip.end - clip.start;
  const words = [readable(clip.shot), readable(clip.cameraMove), `${toSeconds(length, film.rate).toFixed(1)} s (${length} frames)`, formatTimecode(film.firstFrame + clip.start, film.rate)];
  pen.lines(page, words.filter(Boolean).join('   ·   '), x, top - STILL.height + 2, 8.5, { width, most: 1, colour: MUTED });
}
