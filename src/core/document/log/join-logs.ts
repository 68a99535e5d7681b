import * as Y from 'yjs';
import { replay } from './open-log.ts';

/**
 * What a log lacks of another log of the same project, as one update; undefined where it has all of it.
 * With it the project is what both sides made of it: nothing that either wrote is lost. What was deleted
 * comes along, so that the other side's named versions can be opened.
 */
export function lackedBy(mine: readonly Uint8Array[], theirs: readonly Uint8Array[]): Uint8Array | undefined {
  const [here, there] = [mine, theirs].map((entries) => {
    const doc = new Y.Doc({ gc: false });
    replay(doc, entries);
    return doc;
  }) as [Y.Doc, Y.Doc];
  const update = Y.encodeStateAsUpdate(there, Y.encodeStateVector(here));
  const before = waiting(here);
  let grew = false;
  here.on('update', () => (grew = true));
  Y.applyUpdate(here, update, 'remote');
  const lacks = grew || waiting(here).some((bytes, i) => !isSame(bytes, before[i] ?? null));
  here.destroy();
  there.destroy();
  return lacks ? update : undefined;
}

/** What waits for updates that are lost: nobody sees it, and it is kept all the same. */
const waiting = ({ store: { pendingStructs, pendingDs } }: Y.Doc): (Uint8Array | null)[] => [pendingStructs?.update ?? null, pendingDs];

const isSame = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === b || (a !== null && b !== null && a.length === b.length && a.every((byte, i) => byte === b[i]));
