/** A chunk of an AVI: where its data begin and end. */
interface Chunk {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}

/** The JPEG in the middle of an AVI of such pictures; undefined where the file is not whole, or has none. */
export function middlePicture(avi: Buffer): Buffer | undefined {
  if (avi.length < 12 || avi.toString('latin1', 0, 4) !== 'RIFF' || avi.readUInt32LE(4) + 8 !== avi.length) return undefined;
  const pictures: Chunk[] = [];
  for (const list of chunks(avi, 12, avi.length)) {
    if (list.kind !== 'LIST' || avi.toString('latin1', list.from, list.from + 4) !== 'movi') continue;
    for (const chunk of chunks(avi, list.from + 4, list.to)) if (chunk.kind === '00dc') pictures.push(chunk);
  }
  const middle = pictures[Math.floor(pictures.length / 2)];
  return middle && avi.subarray(middle.from, middle.to);
}

/** The chunks between two places; none that goes past the second. */
function* chunks(bytes: Buffer, begin: number, end: number): Generator<Chunk> {
  let at = begin;
  while (at + 8 <= end) {
    const from = at + 8;
    const to = from + bytes.readUInt32LE(at + 4);
    if (to > end) return;
    yield { kind: bytes.toString('latin1', at, at + 4), from, to };
    // Data of an odd length are followed by a filling byte.
    at = to + ((to - from) % 2);
  }
}

/** Whether a PNG is whole: its last chunk says that it is the last. */
export const isWholePng = (bytes: Buffer): boolean =>
  bytes.length > 12 && bytes.toString('latin1', bytes.length - 8, bytes.length - 4) === 'IEND';
