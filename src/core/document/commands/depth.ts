import { findClip } from '../../domain/timeline/cut.ts';
import { ClipContent } from '../../schema/clip.ts';
import type { ClipDepth } from '../../schema/clip-depth.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import type { Command } from '../project-document.ts';
import { checkChanges } from './changes.ts';
import { done, notFound } from './done.ts';
import { clipName } from './names.ts';

/** Gives the still of a clip depth, changes how strongly it is felt, or takes it away with null. */
export const setDepth =
  (id: ClipId, depth: ClipDepth | null): Command<void> =>
  (edit) => {
    const before = findClip(edit.project, id)?.clip.depth;
    if (before === undefined) return notFound('clip');
    const fields = checkChanges(ClipContent.pick({ depth: true }), { depth });
    if (!fields.ok) return fields;
    edit.set('clips', id, fields.value);
    const name = clipName(edit.project, id);
    if (depth === null) return done(undefined, `take the depth off ${name}`);
    // Trying out strengths is one change.
    return before?.map === depth.map ? done(undefined, `change the depth of ${name}`, `clips/${id}/depth`) : done(undefined, `give depth to ${name}`);
  };
