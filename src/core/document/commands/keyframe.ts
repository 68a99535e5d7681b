import { findClip, firstKeyframe, neighbourhood } from '../../domain/timeline/cut.ts';
import { Still } from '../../schema/keyframe.ts';
import type { ClipId, KeyframeId } from '../../schema/project-ids.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { done, notFound, refuse } from './done.ts';
import { clipName } from './names.ts';

/** Whether a clip starts or ends on it. */
export type KeyframeEnd = 'first' | 'last';

interface AddKeyframeOptions {
  readonly prompt?: string;
  readonly still?: Extract<Still, { kind: 'picture' }>;
}

/** A new still that the clip starts or ends on. The one before is kept with the clip. */
export const addKeyframe =
  (clip: ClipId, end: KeyframeEnd, { prompt = '', still }: AddKeyframeOptions = {}): Command<KeyframeId> =>
  (edit) => {
    if (!findClip(edit.project, clip)) return notFound('clip');
    if (still && !Still.safeParse(still).success) return refuse({ reason: 'value-invalid', field: 'still' });
    const id = edit.newId<KeyframeId>();
    edit.add('keyframes', id, { clip, prompt, still: still ?? null, createdAt: edit.now() });
    edit.set('clips', clip, { [end]: id });
    return done(id, `add the ${end} keyframe of ${clipName(edit.project, clip)}`);
  };

/** Lets a clip start or end on one of its own keyframes, or on none. */
export const useKeyframe =
  (clip: ClipId, end: KeyframeEnd, keyframe: KeyframeId | null): Command<void> =>
  (edit) => {
    const found = findClip(edit.project, clip);
    if (!found) return notFound('clip');
    if (keyframe !== null && !found.clip.keyframes.some(({ id }) => id === keyframe)) return notFound('keyframe');
    edit.set('clips', clip, { [end]: keyframe });
    return done(undefined, `change the ${end} keyframe of ${clipName(edit.project, clip)}`);
  };

/** Lets a clip start on the last keyframe of the clip before it, whatever that one becomes. */
export const inheritKeyframe =
  (clip: ClipId): Command<void> =>
  (edit) => {
    const found = findClip(edit.project, clip);
    if (!found) return notFound('clip');
    const isFirst = neighbourhood(edit.project, found)[0]?.clip.id === clip;
    const inherited = firstKeyframe(edit.project, { ...found, clip: { ...found.clip, first: 'inherit' } });
    if (isFirst || !inherited) return refuse({ reason: 'no-keyframe-before' });
    edit.set('clips', clip, { first: 'inherit' });
    return done(undefined, `inherit the first keyframe of ${clipName(edit.project, clip)}`);
  };

export const editKeyframe =
  (id: KeyframeId, prompt: string): Command<void> =>
  (edit) => {
    if (!edit.has('keyframes', id)) return notFound('keyframe');
    edit.set('keyframes', id, { prompt });
    return done(undefined, `edit a keyframe of ${clipName(edit.project, clipOf(edit, id))}`, `keyframes/${id}/prompt`);
  };

/** Says which picture a keyframe shows: one of its takes, a picture given by hand, or none yet. */
export const setStill =
  (id: KeyframeId, still: Still | null): Command<void> =>
  (edit) => {
    if (!edit.has('keyframes', id)) return notFound('keyframe');
    if (!Still.nullable().safeParse(still).success) return refuse({ reason: 'value-invalid', field: 'still' });
    const clip = clipOf(edit, id);
    const keyframe = findClip(edit.project, clip)?.clip.keyframes.find((one) => one.id === id);
    if (still?.kind === 'take' && !keyframe?.takes.some((take) => take.id === still.take)) return notFound('take');
    edit.set('keyframes', id, { still });
    return done(undefined, `choose a keyframe of ${clipName(edit.project, clip)}`);
  };

export const clipOf = (edit: Edit, keyframe: KeyframeId): ClipId => edit.field('keyframes', keyframe, 'clip') as ClipId;
