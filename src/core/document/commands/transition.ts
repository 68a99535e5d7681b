import { findClip, neighbourhood } from '../../domain/cut.ts';
import { longestOverlap } from '../../domain/timeline.ts';
import { Transition } from '../../schema/transition.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import type { Command } from '../project-document.ts';
import { done, notFound, refuse } from './done.ts';
import { clipName } from './names.ts';

/** Says how a clip goes over into the next one. Only a fade to black needs no next one. */
export const setTransition =
  (id: ClipId, transition: Transition): Command<void> =>
  (edit) => {
    const found = findClip(edit.project, id);
    if (!found) return notFound('clip');
    const parsed = Transition.safeParse(transition);
    if (!parsed.success) return refuse({ reason: 'value-invalid', field: 'transition' });
    const clips = neighbourhood(edit.project, found).map(({ clip }) => clip);
    const index = clips.findIndex((clip) => clip.id === id);
    const next = clips[index + 1];
    const { data } = parsed;
    if (data.kind === 'dissolve' || data.kind === 'wipe') {
      if (!next || next.gap > 0) return refuse({ reason: 'no-clip-after' });
      const longest = longestOverlap(clips, index);
      if (data.frames > longest) return refuse({ reason: 'transition-too-long', longest });
    }
    if (data.kind === 'fade') {
      if (!next && data.direction !== 'out') return refuse({ reason: 'no-clip-after' });
      const longest = longestFade(found.clip.length, next?.length ?? 0, data.direction);
      if (data.frames > longest) return refuse({ reason: 'transition-too-long', longest });
    }
    edit.set('clips', id, { transition: data });
    return done(undefined, `set the transition after ${clipName(edit.project, id)}`);
  };

/** A fade through black takes its first half from one clip and its second from the next. */
function longestFade(length: number, next: number, direction: 'out' | 'in' | 'through'): number {
  if (direction === 'through') return 2 * Math.min(length, next);
  return direction === 'out' ? length : next;
}
