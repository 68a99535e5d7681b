import { findClip, neighbourhood } from '../../domain/timeline/cut.ts';
import { transitionRoom } from '../../domain/timeline/transition-room.ts';
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
    const { data } = parsed;
    if (data.kind !== 'cut') {
      const longest = transitionRoom(clips, index, data);
      if (longest === undefined) return refuse({ reason: 'no-clip-after' });
      if (data.frames > longest) return refuse({ reason: 'transition-too-long', longest });
    }
    edit.set('clips', id, { transition: data });
    return done(undefined, `set the transition after ${clipName(edit.project, id)}`);
  };
