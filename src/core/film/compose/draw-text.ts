import type { TitlePlace } from '../../schema/title.ts';
import type { FilmFonts, Pen } from './canvas-port.ts';
import type { FilmClip } from './film-cut.ts';
import type { PictureSize } from './place-picture.ts';
import type { TextLayer } from './plan-frame.ts';
import { balancedLines } from './text-lines.ts';

type TitleLayer = Extract<TextLayer, { kind: 'title' }>;
type AnyPen = Pen<never>;

/** Sizes are shares of the shorter side, so that they look alike in every shape and size. */
const TITLE = 0.085;
const LOWER_THIRD = 0.06;
const SUBTITLE = 0.042;
/** Captions, and the most lines of one: a long one becomes smaller before words are left out. */
const CAPTIONS = [{ size: 0.05, most: 3 }, { size: 0.042, most: 4 }, { size: 0.035, most: 6 }] as const;
const LEADING = 1.25;
/** The middle of capitals above the line that letters stand on, in parts of their size. Canvases differ in what they take for a font's middle. */
const CAPITALS_MIDDLE = 0.36;
/** Distances from the edges, shares of that side (title safe area: EBU R 95). */
const MARGIN = 0.05;
/** The most lines of each; what is longer ends in an ellipsis. */
const TITLE_LINES = 4;

const LIGHT = '#fff';
/** How dark a shade is from its edge to its middle, as a share of its way there: it comes on gently and has no edge that is seen. */
const SHADE = [[0, 0], [0.1, 0.05], [0.22, 0.22], [0.33, 0.45], [0.42, 0.56], [0.5, 0.58]] as const;
/** What keeps white letters from white pictures: a dark haze, from wide to fine. Shares of the shorter side. */
const HALOES = [{ blur: 0.07, dark: 0.6 }, { blur: 0.03, dark: 0.6 }, { blur: 0.03, dark: 0.5 }, { blur: 0.008, dark: 0.5 }] as const;
/** Between a title and its smaller line, in sizes of that one. */
const GAP = 0.35;

interface Line {
  readonly text: string;
  readonly font: string;
  /** Pixels from one line to the next. */
  readonly height: number;
  /** Pixels of room above it. */
  readonly before?: number;
}

/** A title and its smaller line, over nothing, a soft shade or black. */
export function drawTitle(pen: AnyPen, title: TitleLayer, film: PictureSize, fonts: FilmFonts): void {
  const short = Math.min(film.width, film.height);
  const isLower = title.place === 'lower-third';
  const room = film.width * (1 - 2 * MARGIN) * (isLower ? 0.7 : 1);
  const lines = [
    ...linesOf(pen, title.text, short * (isLower ? LOWER_THIRD : TITLE), `600 #px ${fonts.title}`, room, TITLE_LINES),
    ...below(linesOf(pen, title.subtitle, short * SUBTITLE, `500 #px ${fonts.text}`, room, TITLE_LINES), short * SUBTITLE * GAP),
  ];
  const height = heightOf(lines);
  const top = topOf(title.place, height, film);
  pen.save();
  pen.globalAlpha = title.opacity;
  drawBackdrop(pen, title, { top, height }, film);
  pen.textAlign = isLower ? 'left' : 'center';
  const x = isLower ? film.width * MARGIN : film.width / 2;
  if (title.backdrop === 'none') drawHaloes(pen, lines, x, top, film);
  drawLines(pen, lines, x, top);
  pen.restore();
}

/** Captions at the lower edge, one below the other, each line on a dark band. */
export function drawCaptions(pen: AnyPen, texts: readonly TextLayer[], film: PictureSize, fonts: FilmFonts): void {
  const lines = texts.flatMap((text) => (text.kind === 'caption' ? captionLines(pen, text.text, film, fonts) : []));
  if (lines.length === 0) return;
  const height = heightOf(lines);
  const top = film.height * (1 - MARGIN) - height;
  pen.save();
  pen.textAlign = 'center';
  let at = top;
  for (const line of lines) {
    pen.font = line.font;
    const wide = pen.measureText(line.text).width + (line.height / LEADING) * 0.8;
    pen.fillStyle = 'rgba(0, 0, 0, 0.72)';
    // On whole pixels: between two bands nothing shines through.
    pen.fillRect(Math.round((film.width - wide) / 2), Math.round(at), Math.round(wide), Math.round(at + line.height) - Math.round(at));
    at += line.height;
  }
  drawLines(pen, lines, film.width / 2, top);
  pen.restore();
}

function captionLines(pen: AnyPen, text: string, film: PictureSize, fonts: FilmFonts): Line[] {
  const room = film.width * (1 - 4 * MARGIN);
  let lines: Line[] = [];
  for (const { size, most } of CAPTIONS) {
    lines = linesOf(pen, text, Math.min(film.width, film.height) * size, `600 #px ${fonts.text}`, room, most);
    if (text.trimEnd().endsWith('…') || !lines.at(-1)?.text.endsWith('…')) break;
  }
  return lines;
}

/** What stands for a clip without a picture: its slate, and its words. */
export function drawSlate(pen: AnyPen, { slate, words }: Pick<FilmClip, 'slate' | 'words'>, film: PictureSize, fonts: FilmFonts): void {
  const short = Math.min(film.width, film.height);
  const lines = [
    ...linesOf(pen, slate, short * TITLE, `700 #px ${fonts.text}`, film.width, 1),
    ...linesOf(pen, words, short * SUBTITLE, `400 #px ${fonts.text}`, film.width * (1 - 4 * MARGIN), TITLE_LINES),
  ];
  pen.save();
  pen.textAlign = 'center';
  drawLines(pen, lines, film.width / 2, topOf('centre', heightOf(lines), film));
  pen.restore();
}

const heightOf = (lines: readonly Line[]): number => lines.reduce((sum, { height, before = 0 }) => sum + height + before, 0);

function topOf(place: TitlePlace, height: number, film: PictureSize): number {
  switch (place) {
    case 'centre': return (film.height - height) / 2;
    case 'top': return film.height * MARGIN * 1.5;
    case 'bottom': return film.height * (1 - MARGIN * 1.5) - height;
    case 'lower-third': return film.height * 0.78 - height / 2;
  }
}

function drawBackdrop(pen: AnyPen, { backdrop }: TitleLayer, { top, height }: { top: number; height: number }, film: PictureSize): void {
  if (backdrop === 'black') {
    pen.fillStyle = '#000';
    pen.fillRect(0, 0, film.width, film.height);
  } else if (backdrop === 'shade') {
    const soft = Math.min(film.width, film.height) * 0.14;
    const from = top - soft;
    const until = top + height + soft;
    const shade = pen.createLinearGradient(0, from, 0, until);
    for (const [at, dark] of SHADE) {
      shade.addColorStop(at, `rgba(0, 0, 0, ${dark})`);
      shade.addColorStop(1 - at, `rgba(0, 0, 0, ${dark})`);
    }
    pen.fillStyle = shade;
    pen.fillRect(0, from, film.width, until - from);
  }
}

/** What lies around letters alone: they themselves are out of sight, so that they are not seen twice while they fade. */
function drawHaloes(pen: AnyPen, lines: readonly Line[], x: number, top: number, film: PictureSize): void {
  const aside = 2 * film.width;
  pen.save();
  pen.shadowOffsetX = aside;
  for (const { blur, dark } of HALOES) {
    pen.shadowColor = `rgba(0, 0, 0, ${dark})`;
    pen.shadowBlur = Math.min(film.width, film.height) * blur;
    drawLines(pen, lines, x - aside, top);
  }
  pen.restore();
}

/** The same lines a little further down. */
const below = (lines: readonly Line[], gap: number): Line[] => lines.map((line, i) => (i === 0 ? { ...line, before: gap } : line));

/** `font` with `#` for the size in pixels. */
function linesOf(pen: AnyPen, text: string, size: number, font: string, room: number, most: number): Line[] {
  if (text === '') return [];
  const own = font.replace('#', String(Math.round(size * 100) / 100));
  pen.font = own;
  return balancedLines(text, room, (part) => pen.measureText(part).width, most).map((line) => ({ text: line, font: own, height: size * LEADING }));
}

function drawLines(pen: AnyPen, lines: readonly Line[], x: number, top: number): void {
  pen.fillStyle = LIGHT;
  pen.textBaseline = 'alphabetic';
  let at = top;
  for (const { text, font, height, before = 0 } of lines) {
    at += before;
    pen.font = font;
    // On whole pixels: some canvases put letters between them, others do not.
    pen.fillText(text, x, Math.round(at + height / 2 + (height / LEADING) * CAPITALS_MIDDLE));
    at += height;
  }
}
