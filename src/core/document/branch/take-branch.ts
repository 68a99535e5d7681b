import { findClip } from '../../domain/timeline/cut.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import { addClipAlternate } from '../commands/alternate.ts';
import { done, notFound, refuse } from '../commands/done.ts';
import { clipName } from '../commands/names.ts';
import type { Command } from '../project-document.ts';

/**
 * A branch of a clip's takes: an alternate that goes on from one of them. It keeps that take and those
 * that it was varied from (`lineage`), and leaves the others behind.
 */
export const forkTakes =
  (clip: ClipId, take: TakeId, lineage: readonly TakeId[]): Command<ClipId> =>
  (edit) => {
    const takes = findClip(edit.project, clip)?.clip.takes;
    if (!takes) return notFound('clip');
    if (!takes.some(({ id }) => id === take)) return notFound('take');
    const made = addClipAlternate(clip)(edit);
    if (!made.ok) return made;
    const left = takes.filter(({ id }) => id !== take && !lineage.includes(id));
    edit.set('clips', made.value.value, { selected: take, takes: Object.fromEntries(left.map(({ id }) => [id, undefined])) });
    return done(made.value.value, `branch the takes of ${clipName(edit.project, clip)}`);
  };

/** Which takes two clips have, each alone and together; oldest first. */
export interface ComparedTakes {
  readonly onlyFirst: readonly TakeId[];
  readonly onlySecond: readonly TakeId[];
  readonly both: readonly TakeId[];
}

export function compareTakes(project: Project, first: ClipId, second: ClipId): ComparedTakes | undefined {
  const a = findClip(project, first)?.clip.takes.map(({ id }) => id);
  const b = findClip(project, second)?.clip.takes.map(({ id }) => id);
  return a && b && {
    onlyFirst: a.filter((id) => !b.includes(id)),
    onlySecond: b.filter((id) => !a.includes(id)),
    both: a.filter((id) => b.includes(id)),
  };
}

/** Brings the takes of a branch to another clip of its family. The branch, with its selected take chosen there, goes into the bin. */
export const mergeTakes =
  (branch: ClipId, into: ClipId): Command<void> =>
  (edit) => {
    const from = findClip(edit.project, branch);
    const to = findClip(edit.project, into);
    if (!from || !to) return notFound('clip');
    if (branch === into || from.stack.family !== to.stack.family) return refuse({ reason: 'not-in-one-family' });
    edit.set('clips', into, {
      takes: Object.fromEntries(from.clip.takes.map(({ id, addedAt }) => [id, { addedAt, removedAt: null }])),
      selected: from.clip.selected ?? undefined,
    });
    edit.set('clips', branch, { removedAt: edit.now() });
    return done(undefined, `merge takes into ${clipName(edit.project, into)}`);
  };
