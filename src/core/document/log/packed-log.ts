import { toUtf8 } from '../../domain/bytes/text-bytes.ts';
import { FaultError } from '../../schema/fault.ts';
import type { HistoryPoint, LogEntry } from './compact.ts';

/*
 * The log of a project's document as it lies in a backup; docs/backup-format.md tells other programs how
 * to read it. Entries are sealed updates, byte for byte as the store has them.
 */
const MAGIC = toUtf8('KNRL');
const VERSION = 1;
/** Before the bytes of each piece: its kind, its time, its length. */
const PIECE_HEAD = 1 + 8 + 4;
const ENTRY = 1;
const POINT = 2;
/** More than any film's log: Kinora compacts one of more than a thousand entries. */
const MOST_PIECES = 100_000;
/** The latest moment that a date can name, in milliseconds since 1970. */
const LATEST = 8.64e15;

interface PackedLog {
  readonly entries: readonly LogEntry[];
  readonly points: readonly HistoryPoint[];
}

/** The log as one run of bytes: its entries in order, and the moments that can be returned to. */
export function packLog({ entries, points }: PackedLog): Uint8Array<ArrayBuffer> {
  const pieces = [
    ...entries.map(({ bytes, at }) => ({ kind: ENTRY, at, bytes })),
    ...points.map(({ snapshot, at }) => ({ kind: POINT, at, bytes: snapshot })),
  ];
  const packed = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + PIECE_HEAD + bytes.length, MAGIC.length + 1));
  packed.set(MAGIC);
  packed[MAGIC.length] = VERSION;
  const view = new DataView(packed.buffer);
  let at = MAGIC.length + 1;
  for (const piece of pieces) {
    view.setUint8(at, piece.kind);
    view.setFloat64(at + 1, piece.at);
    view.setUint32(at + 9, piece.bytes.length);
    packed.set(piece.bytes, at + PIECE_HEAD);
    at += PIECE_HEAD + piece.bytes.length;
  }
  return packed;
}

/** The log that a part holds. Throws FaultError `backup-damaged`, `backup-newer`, or `backup-unsafe` where it has more pieces than any log. */
export function unpackLog(part: string, packed: Uint8Array<ArrayBuffer>): PackedLog {
  const damaged = () => new FaultError('backup-damaged', { part, problem: 'is no log of a project' });
  if (packed.length <= MAGIC.length || MAGIC.some((byte, i) => packed[i] !== byte)) throw damaged();
  if (packed[MAGIC.length] !== VERSION) throw new FaultError('backup-newer');
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const entries: LogEntry[] = [];
  const points: HistoryPoint[] = [];
  let pieces = 0;
  for (let at = MAGIC.length + 1; at < packed.length; ) {
    if (at + PIECE_HEAD > packed.length) throw damaged();
    if ((pieces += 1) > MOST_PIECES) throw new FaultError('backup-unsafe', { problem: `a project of more than ${MOST_PIECES} changes` });
    const [kind, time, length] = [view.getUint8(at), view.getFloat64(at + 1), view.getUint32(at + 9)];
    const from = at + PIECE_HEAD;
    at = from + length;
    if (at > packed.length || !(time >= 0 && time <= LATEST)) throw damaged();
    // Bytes of their own: a store would keep the whole part with each piece.
    if (kind === ENTRY) entries.push({ bytes: packed.slice(from, at), at: time });
    else if (kind === POINT) points.push({ at: time, snapshot: packed.slice(from, at) });
  }
  return { entries, points };
}
