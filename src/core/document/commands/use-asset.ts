import type { Still } from '../../schema/keyframe.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import type { Command } from '../project-document.ts';
import { done } from './done.ts';
import { addKeyframe, type KeyframeEnd } from './keyframe.ts';
import { clipName } from './names.ts';
import { addTakes, selectTake } from './take.ts';

/** Puts a take that exists on a clip and shows it there. Its recipe stays its own. */
export const putTakeOnClip =
  (clip: ClipId, take: TakeId): Command<void> =>
  (edit) => {
    const owner = { kind: 'clip', id: clip } as const;
    const added = addTakes(owner, [take])(edit);
    if (!added.ok) return added;
    const selected = selectTake(owner, take)(edit);
    return selected.ok ? done(undefined, `put a take on ${clipName(edit.project, clip)}`) : selected;
  };

/** Lets a clip start or end on a take that exists, or on a picture. The keyframe before is kept with the clip. */
export const startOrEndOn =
  (clip: ClipId, end: KeyframeEnd, still: Still): Command<void> =>
  (edit) => {
    const made = addKeyframe(clip, end, still.kind === 'picture' ? { still } : {})(edit);
    if (!made.ok) return made;
    if (still.kind === 'take') {
      const added = addTakes({ kind: 'keyframe', id: made.value.value }, [still.take])(edit);
      if (!added.ok) return added;
    }
    return done(undefined, `set the ${end} keyframe of ${clipName(edit.project, clip)}`);
  };
