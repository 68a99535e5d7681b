import * as Y from 'yjs';
import type { EditRefusal } from '../../schema/edit-refusal.ts';
import type { Project } from '../../schema/project.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import type { Origin } from '../edit.ts';
import { LAYOUT } from '../layout.ts';
import type { ProjectDocument } from '../project-document.ts';
import { ProjectReader } from '../read/project-reader.ts';
import { inspectUpdate } from '../update.ts';
import { type BothChanged, bothChanged, compareProjects, type Difference } from './compare.ts';

/** A way that a project goes on beside itself. It begins with `base` and has a log of its own from there. */
export interface Branch {
  readonly id: string;
  readonly name: string;
  /** The whole project when it was forked, as one update. */
  readonly base: Uint8Array;
  /** Milliseconds since 1970. */
  readonly forkedAt: number;
}

/**
 * A branch of the project as it stands. `base` may be given as the project's compacted log, which also
 * holds its past; else the branch's past begins here.
 */
export const forkProject = (document: ProjectDocument, name: string, origin: Origin, base = document.encode()): Branch => ({
  id: origin.newId(),
  name,
  base,
  forkedAt: origin.now(),
});

/** What was changed in a branch since it was forked. `update`: the whole branch. */
export function compareBranch(branch: Branch, update: Uint8Array): Result<Difference[], EditRefusal> {
  const base = readUpdate(branch.base);
  if (!base.ok) return base;
  const theirs = readUpdate(update);
  return theirs.ok ? ok(compareProjects(base.value, theirs.value)) : theirs;
}

/**
 * Brings a branch's changes home as one change that can be undone, and lists what both changed since the
 * fork. Nothing that either added is lost; of two values for one field one stands.
 */
export function mergeBranch(document: ProjectDocument, branch: Branch, update: Uint8Array): Result<BothChanged[], EditRefusal> {
  const base = readUpdate(branch.base);
  if (!base.ok) return base;
  const theirs = readUpdate(update);
  if (!theirs.ok) return theirs;
  if (theirs.value.id !== document.project.id) return fail({ reason: 'other-project' });
  const { major } = theirs.value.layout;
  if (major > LAYOUT.major) return fail({ reason: 'newer-version', found: major, known: LAYOUT.major });
  const both = bothChanged(base.value, document.project, theirs.value);
  const merged = document.merge(update, `merge branch ${branch.name}`);
  return merged.ok ? ok(both) : merged;
}

/** The project that an update holds. */
function readUpdate(update: Uint8Array): Result<Project, EditRefusal> {
  const inspected = inspectUpdate(update);
  if (!inspected.ok) return inspected;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  const project = new ProjectReader(doc).read();
  doc.destroy();
  return ok(project);
}
