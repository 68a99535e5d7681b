import * as Y from 'yjs';

/**
 * Lets what waits for a lost update in. Yjs takes a client's changes only in a row, so one that is lost
 * would hold back all that the same person did after it. The lost stretch is filled with nothing: what
 * was written into it, or upon it, is gone; the rest is there. For opening only: the log keeps what waits,
 * so that it comes in whole should the lost update be found.
 */
export function passOverGaps(doc: Y.Doc): void {
  for (let filler = missing(doc); filler.length > 0; filler = missing(doc)) {
    Y.applyUpdate(doc, encodeNothing(filler));
  }
}

/** A stretch of one client's changes, by their clock. */
interface Stretch {
  readonly client: number;
  readonly from: number;
  readonly length: number;
}

/** What the waiting changes lack: the stretch before the first of each client, and what they refer to. */
function missing(doc: Y.Doc): Stretch[] {
  const waiting = doc.store.pendingStructs;
  if (!waiting) return [];
  const have = Y.decodeStateVector(Y.encodeStateVector(doc));
  const wanted = new Map<number, number>();
  for (const struct of Y.decodeUpdate(Y.convertUpdateFormatV2ToV1(waiting.update)).structs) {
    const { client, clock } = struct.id;
    if (struct instanceof Y.Skip || clock < (have.get(client) ?? 0)) continue;
    wanted.set(client, Math.min(wanted.get(client) ?? Infinity, clock));
  }
  const before = [...wanted].map(([client, clock]) => stretch(client, have.get(client) ?? 0, clock));
  // A client of whom nothing waits can still be waited for.
  const referred = [...waiting.missing].map(([client, clock]) => stretch(client, have.get(client) ?? 0, clock + 1));
  const gaps = before.filter(({ length }) => length > 0);
  return gaps.length > 0 ? gaps : referred.filter(({ length }) => length > 0);
}

const stretch = (client: number, from: number, until: number): Stretch => ({ client, from, length: until - from });

/** An update (version 1) that says of each stretch that it was there and is gone. */
function encodeNothing(stretches: readonly Stretch[]): Uint8Array {
  const GONE = 0;
  const bytes = [...varUint(stretches.length)];
  for (const { client, from, length } of stretches) {
    bytes.push(...varUint(1), ...varUint(client), ...varUint(from), GONE, ...varUint(length));
  }
  const nothingDeleted = 0;
  return Uint8Array.from([...bytes, nothingDeleted]);
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varUint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(128 + (rest % 128));
  return [...bytes, rest];
}
