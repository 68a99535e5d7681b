import * as Y from 'yjs';
import type { EditRefusal } from '../../schema/edit-refusal.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import type { Origin } from '../edit.ts';
import { singleOf } from '../layout.ts';
import { ProjectDocument } from '../project-document.ts';
import { isProject, readHead } from '../read/head.ts';
import { inspectUpdate } from '../update.ts';
import { passOverGaps } from './pass-over-gaps.ts';
import { unseal } from './sealed.ts';

/** Why an entry of the log was set aside: its bytes are not those that were written, or they are no update. */
export interface SetAside {
  /** Its place in the log. */
  readonly index: number;
  readonly why: 'changed' | 'unreadable';
}

export interface OpenedLog {
  readonly document: ProjectDocument;
  /** What could not be read; all the rest is there. */
  readonly setAside: readonly SetAside[];
}

/** Opens a project from its log: sealed updates, in the order in which they were written. */
export function openLog(entries: readonly Uint8Array[], origin: Origin): Result<OpenedLog, EditRefusal> {
  const { doc, setAside } = documentOf(entries);
  if (!isProject(readHead(singleOf(doc, 'head')))) return fail({ reason: 'damaged' });
  return ok({ document: new ProjectDocument(doc, origin), setAside });
}

/** Opens a project as it was at a moment, to be looked at. */
export function openPast(entries: readonly Uint8Array[], snapshot: Uint8Array, origin: Origin): Result<OpenedLog, EditRefusal> {
  const { doc, setAside } = documentOf(entries, { gc: false });
  try {
    const past = Y.createDocFromSnapshot(doc, Y.decodeSnapshot(snapshot));
    if (!isProject(readHead(singleOf(past, 'head')))) return fail({ reason: 'damaged' });
    return ok({ document: new ProjectDocument(past, origin, { past: true }), setAside });
  } catch {
    return fail({ reason: 'damaged' });
  } finally {
    doc.destroy();
  }
}

/** Opens a project as it was after the first `count` entries of its log, to be looked at. */
export function openUntil(entries: readonly Uint8Array[], count: number, origin: Origin): Result<OpenedLog, EditRefusal> {
  const { doc, setAside } = documentOf(entries.slice(0, count));
  if (!isProject(readHead(singleOf(doc, 'head')))) return fail({ reason: 'damaged' });
  return ok({ document: new ProjectDocument(doc, origin, { past: true }), setAside });
}

/**
 * What the entries make. An entry that is what was written can nearly always be read, so they are applied at once; only
 * where one cannot is each read through first, which takes as long again.
 */
function documentOf(entries: readonly Uint8Array[], options: { gc?: boolean } = {}): { doc: Y.Doc; setAside: SetAside[] } {
  let doc = new Y.Doc(options);
  let setAside: SetAside[];
  try {
    setAside = applyAll(doc, entries, () => true);
  } catch {
    // It may hold half of what could not be read.
    doc.destroy();
    doc = new Y.Doc(options);
    setAside = replay(doc, entries);
  }
  // Also where none is broken now: a compacted log has the gaps of the log that it stands for.
  passOverGaps(doc);
  return { doc, setAside };
}

/** Applies every entry that can be read and says which could not. */
export const replay = (doc: Y.Doc, entries: readonly Uint8Array[]): SetAside[] => applyAll(doc, entries, (update) => inspectUpdate(update).ok);

function applyAll(doc: Y.Doc, entries: readonly Uint8Array[], isReadable: (update: Uint8Array) => boolean): SetAside[] {
  const setAside: SetAside[] = [];
  doc.transact(() => {
    entries.forEach((sealed, index) => {
      const update = unseal(sealed);
      if (!update) setAside.push({ index, why: 'changed' });
      else if (!isReadable(update)) setAside.push({ index, why: 'unreadable' });
      else Y.applyUpdate(doc, update, 'remote');
    });
  });
  return setAside;
}
