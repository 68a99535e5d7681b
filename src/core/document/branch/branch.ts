import * as Y from 'yjs';
import type { EditRefusal } from '../../schema/edit-refusal.ts';
import type { ProjectId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import { fail, type Result } from '../../schema/result.ts';
import type { Origin } from '../edit.ts';
import { singleOf } from '../layout.ts';
import { type OpenedLog, openPast } from '../log/open-log.ts';
import { ProjectDocument } from '../project-document.ts';
import { readHead } from '../read/head.ts';
import { type BothChanged, bothChanged, compareProjects, type Difference } from './compare.ts';

/**
 * A branch: a project that begins as another one stands and knows where it parted from it. `whole`: that
 * other project as one update, with its past, which the branch then has, too.
 */
export function forkProject(whole: Uint8Array, name: string, origin: Origin): ProjectDocument {
  const doc = new Y.Doc({ gc: false });
  Y.applyUpdate(doc, whole);
  const snapshot = Y.encodeSnapshot(Y.snapshot(doc));
  doc.transact(() => {
    const head = singleOf(doc, 'head');
    const at = origin.now();
    head.set('forkedFrom', { project: readHead(head).id, at, snapshot });
    head.set('id', origin.newId() as ProjectId);
    head.set('name', name);
    head.set('createdAt', at);
  });
  return new ProjectDocument(doc, origin);
}

/** The film as it was when the branch parted from it. `entries`: the branch's log. */
export function openFork(branch: ProjectDocument, entries: readonly Uint8Array[], origin: Origin): Result<OpenedLog, EditRefusal> {
  const { forkSnapshot } = branch;
  return forkSnapshot ? openPast(entries, forkSnapshot, origin) : fail({ reason: 'other-project' });
}

/**
 * Brings a branch's changes home as one change that can be undone. Nothing that either added is lost; of
 * two values for one field one stands.
 */
export function mergeBranch(document: ProjectDocument, branch: ProjectDocument): Result<void, EditRefusal> {
  if (branch.project.forkedFrom?.project !== document.project.id) return fail({ reason: 'other-project' });
  const newer = branch.readOnly;
  return newer ? fail(newer) : document.merge(branch.encode(), 'merge a branch');
}

/** How a branch and its film stand to each other. */
export interface BranchStanding {
  /** What merging would change in the film. */
  readonly comes: readonly Difference[];
  /** What was changed in the branch and is otherwise in the film, and would be after merging, too. */
  readonly stays: readonly Difference[];
  /** What of that both changed since the fork. */
  readonly both: readonly BothChanged[];
}

/** `base`: the film at the fork. `merged`: what the film would be after merging. */
export function compareBranch({ base, ours, theirs, merged }: Record<'base' | 'ours' | 'theirs' | 'merged', Project>): BranchStanding {
  const branch = asHome(theirs, base);
  const comes = compareProjects(ours, merged).filter(isOfTheFilm);
  const apart = compareProjects(merged, asHome(theirs, merged));
  const stays = compareProjects(base, branch).filter((one) => isOfTheFilm(one) && apart.some((other) => isSame(one, other)));
  const open = new Set([...comes, ...stays].map(({ id }) => id));
  return { comes, stays, both: bothChanged(base, ours, branch).filter(({ id }) => open.has(id)) };
}

const isOfTheFilm = ({ what }: Difference): boolean => what !== 'version';

const isSame = (a: Difference, b: Difference): boolean =>
  a.id === b.id && a.kind === b.kind && (a.kind !== 'changed' || b.kind !== 'changed' || a.field === b.field);

/** The branch under the film's own name and id, which merging leaves alone. */
const asHome = (branch: Project, { id, name }: Project): Project => ({ ...branch, id, name });
