import * as Y from 'yjs';
import type { EditRefusal } from '../../schema/edit-refusal.ts';
import type { ProjectId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import type { Origin } from '../edit.ts';
import { singleOf } from '../layout.ts';
import { type OpenedLog, openPast } from '../log/open-log.ts';
import { ProjectDocument } from '../project-document.ts';
import { readHead } from '../read/head.ts';
import { type BothChanged, bothChanged, compareProjects, type Difference, isOfTheFilm } from './compare.ts';
import { leaveOut } from './leave-out.ts';
import { copyOf, Merging } from './merging.ts';
import { takeAgain } from './take-again.ts';

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
  const refused = whyNotMerged(document, branch);
  return refused ? fail(refused) : document.merge(branch.encode(), 'merge a branch');
}

/**
 * Brings home only what was `chosen` among the things that differ, by id, with what these need; all else
 * stays as it is in the film. Where all is chosen it is the whole merge, and where nothing is, nothing.
 * `again`: things that merging alone would not change, and that are to be as in the branch all the same.
 */
export function mergeParts(document: ProjectDocument, branch: ProjectDocument, chosen: Iterable<string>, again?: Again): Result<void, EditRefusal> {
  const refused = whyNotMerged(document, branch);
  if (refused) return fail(refused);
  const merging = new Merging(document, branch, again?.base);
  const { taken, anew } = merging.closed(chosen, again?.ids ?? []);
  const { comes } = merging;
  const left = comes.some(({ id }) => !taken.has(id));
  if (!left && anew.size === 0) return mergeBranch(document, branch);
  if (!comes.some(({ id }) => taken.has(id)) && anew.size === 0) return ok(undefined);
  const { id } = document.project;
  const [base, theirs] = again && anew.size > 0 ? [copyOf(again.base), copyOf(branch)] : [];
  return document.merge(branch.encode(), left ? 'merge part of a branch' : 'merge a branch', (doc, before) => {
    if (base && theirs) takeAgain(doc, base, theirs, (one) => anew.has(one), id);
    if (left) leaveOut(doc, before, taken, id);
    base?.destroy();
    theirs?.destroy();
  });
}

/** What is taken from a branch although merging would not change it. */
export interface Again {
  /** The film at the fork. */
  readonly base: ProjectDocument;
  readonly ids: Iterable<string>;
}

function whyNotMerged(document: ProjectDocument, branch: ProjectDocument): EditRefusal | undefined {
  if (branch.project.forkedFrom?.project !== document.project.id) return { reason: 'other-project' };
  return document.readOnly ?? branch.readOnly;
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

const isSame = (a: Difference, b: Difference): boolean =>
  a.id === b.id && a.kind === b.kind && (a.kind !== 'changed' || b.kind !== 'changed' || a.field === b.field);

/** The branch under the film's own name and id, which merging leaves alone. */
const asHome = (branch: Project, { id, name }: Project): Project => ({ ...branch, id, name });
