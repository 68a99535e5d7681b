/**
 * A TrueType font of a few glyphs, written from their outlines. The fonts that the studio brings along
 * are WOFF2, whose glyphs are packed in a way that PDF does not know, and the library that reads them
 * cannot write them again. Tables as in https://learn.microsoft.com/typography/opentype/spec/otff; those
 * that a PDF's font program needs (ISO 32000, 9.9).
 */
export interface Outline {
  readonly advanceWidth: number;
  /** `moveTo`, `lineTo`, `quadraticCurveTo` and `closePath` in font units. */
  readonly commands: readonly { readonly command: string; readonly args: readonly number[] }[];
}

export interface Metrics {
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly onCurve: boolean;
}

interface Glyph {
  readonly contours: readonly (readonly Point[])[];
  readonly bytes: Uint8Array;
}

/** `outlines` in the order of their numbers; the first is shown for letters that are not there. */
export function writeTrueType(outlines: readonly Outline[], { unitsPerEm, ascent, descent }: Metrics): Uint8Array {
  const glyphs = outlines.map(({ commands }) => glyphOf(commands));
  const points = glyphs.flatMap(({ contours }) => contours.flat());
  const bounds = boundsOf(points);
  const widest = Math.max(0, ...outlines.map(({ advanceWidth }) => advanceWidth));
  const offsets = glyphs.reduce<number[]>((all, { bytes }) => [...all, (all.at(-1) as number) + bytes.length], [0]);
  const tables: [string, Uint8Array][] = [
    ['glyf', concat(glyphs.map(({ bytes }) => bytes))],
    ['head', words([1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, unitsPerEm, 0, 0, 0, 0, 0, 0, 0, 0, ...bounds, 0, 8, 2, 1, 0])],
    ['hhea', words([1, 0, ascent, descent, 0, widest, 0, 0, widest, 1, 0, 0, 0, 0, 0, 0, 0, outlines.length])],
    ['hmtx', words(outlines.flatMap(({ advanceWidth }, i) => [advanceWidth, boundsOf(glyphs[i]!.contours.flat())[0] as number]))],
    ['loca', longs(offsets)],
    ['maxp', words([1, 0, outlines.length, Math.max(0, ...glyphs.map(({ contours }) => contours.flat().length)), Math.max(0, ...glyphs.map(({ contours }) => contours.length)), 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0])],
  ];
  return fontFile(tables);
}

function fontFile(tables: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const search = 16 * 2 ** Math.floor(Math.log2(tables.length));
  const head = words([1, 0, tables.length, search, Math.log2(search / 16), tables.length * 16 - search]);
  let offset = head.length + tables.length * 16;
  const directory = tables.map(([tag, bytes]) => {
    const entry = concat([Uint8Array.from(tag, (letter) => letter.charCodeAt(0)), longs([checksum(bytes), offset, bytes.length])]);
    offset += padded(bytes).length;
    return entry;
  });
  return concat([head, ...directory, ...tables.map(([, bytes]) => padded(bytes))]);
}

function glyphOf(commands: Outline['commands']): Glyph {
  const contours: Point[][] = [];
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0] = args.map(Math.round);
    if (command === 'moveTo') contours.push([{ x: a, y: b, onCurve: true }]);
    else if (command === 'lineTo') contours.at(-1)?.push({ x: a, y: b, onCurve: true });
    else if (command === 'quadraticCurveTo') contours.at(-1)?.push({ x: a, y: b, onCurve: false }, { x: c, y: d, onCurve: true });
  }
  for (const contour of contours) {
    // The path comes back to its first point, which stands once in a contour.
    const [first, last] = [contour[0], contour.at(-1)];
    if (contour.length > 1 && first?.x === last?.x && first?.y === last?.y && last?.onCurve) contour.pop();
  }
  const whole = contours.filter((contour) => contour.length > 0);
  if (whole.length === 0) return { contours: [], bytes: new Uint8Array() };
  const points = whole.flat();
  const ends = whole.reduce<number[]>((all, contour) => [...all, (all.at(-1) ?? -1) + contour.length], []);
  const deltas = (axis: 'x' | 'y'): number[] => points.map((point, i) => point[axis] - (points[i - 1]?.[axis] ?? 0));
  const bytes = concat([
    words([whole.length, ...boundsOf(points), ...ends, 0]),
    Uint8Array.from(points, ({ onCurve }) => (onCurve ? 1 : 0)),
    words([...deltas('x'), ...deltas('y')]),
  ]);
  return { contours: whole, bytes: padded(bytes) };
}

/** xMin, yMin, xMax, yMax. */
function boundsOf(points: readonly Point[]): number[] {
  if (points.length === 0) return [0, 0, 0, 0];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** 16-bit words, big-endian; negative ones in two's complement. */
function words(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setInt16(i * 2, value));
  return bytes;
}

function longs(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setUint32(i * 4, value));
  return bytes;
}

function checksum(bytes: Uint8Array): number {
  const whole = padded(bytes);
  const view = new DataView(whole.buffer, whole.byteOffset, whole.length);
  let sum = 0;
  for (let at = 0; at < whole.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

const padded = (bytes: Uint8Array): Uint8Array => (bytes.length % 4 === 0 ? bytes : concat([bytes, new Uint8Array(4 - (bytes.length % 4))]));

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
