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
  const doc = new Y.Doc();
  const setAside = replay(doc, entries);
  // Also where none is broken now: a compacted log has the gaps of the log that it stands for.
  passOverGaps(doc);
  if (!isProject(readHead(singleOf(doc, 'head')))) return fail({ reason: 'damaged' });
  return ok({ document: new ProjectDocument(doc, origin), setAside });
}

/** Opens a project as it was at a moment, to be looked at. */
export function openPast(entries: readonly Uint8Array[], snapshot: Uint8Array, origin: Origin): Result<OpenedLog, EditRefusal> {
  const doc = new Y.Doc({ gc: false });
  const setAside = replay(doc, entries);
  passOverGaps(doc);
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
  const doc = new Y.Doc();
  const setAside = replay(doc, entries.slice(0, count));
  passOverGaps(doc);
  if (!isProject(readHead(singleOf(doc, 'head')))) return fail({ reason: 'damaged' });
  return ok({ document: new ProjectDocument(doc, origin, { past: true }), setAside });
}

/** Applies every entry that can be read and says which could not. */
export function replay(doc: Y.Doc, entries: readonly Uint8Array[]): SetAside[] {
  const setAside: SetAside[] = [];
  doc.transact(() => {
    entries.forEach((sealed, index) => {
      const update = unseal(sealed);
      if (!update) setAside.push({ index, why: 'changed' });
      else if (!inspectUpdate(update).ok) setAside.push({ index, why: 'unreadable' });
      else Y.applyUpdate(doc, update, 'remote');
    });
  });
  return setAside;
}
