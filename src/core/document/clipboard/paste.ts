import { findClip, findScene } from '../../domain/timeline/cut.ts';
import type { ClipboardPayload } from '../../schema/clipboard.ts';
import type { ClipId, SceneId } from '../../schema/project-ids.ts';
import { counted, done, notFound, refuse } from '../commands/done.ts';
import { clipFamiliesIn, roomForClips, roomForScenes } from '../commands/make-room.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { PastedClips } from './pasted-clips.ts';

/** Puts copied clips into a scene before one of its clips; at its end where null. Gives the clips that are in the cut. */
export const pasteClips =
  (payload: ClipboardPayload, to: { readonly scene: SceneId; readonly before: ClipId | null }): Command<ClipId[]> =>
  (edit) => {
    const { content } = payload;
    if (content.kind !== 'clips') return refuse({ reason: 'payload-unreadable' });
    if (!findScene(edit.project, to.scene)) return notFound('scene');
    if (to.before !== null && findClip(edit.project, to.before)?.scene.id !== to.scene) return notFound('clip');
    const ranks = roomForClips(edit, clipFamiliesIn(edit, to.scene), to.before, content.clips.length);
    const ids = new PastedClips(edit, payload).write(content.clips, to.scene, ranks);
    return done(ids, `paste ${counted('clip', ids.length, 'a clip')}`);
  };

/** Puts copied scenes before another; at the end of the film where null. */
export const pasteScenes =
  (payload: ClipboardPayload, before: SceneId | null): Command<SceneId[]> =>
  (edit) => {
    const { content } = payload;
    if (content.kind !== 'scenes') return refuse({ reason: 'payload-unreadable' });
    if (before !== null && !findScene(edit.project, before)) return notFound('scene');
    const ranks = roomForScenes(edit, edit.sceneFamilies, before, content.scenes.length);
    const pasted = new PastedClips(edit, payload);
    const ids = content.scenes.map((scene, i) => {
      const id = edit.newId<SceneId>();
      const { id: _, alternate: __, clips, ...fields } = scene;
      edit.add('scenes', id, { ...fields, family: id, number: 0, place: { rank: ranks[i] } });
      pasted.write(clips, id, clipRanks(edit, clips.length));
      return id;
    });
    return done(ids, `paste ${counted('scene', ids.length, 'a scene')}`);
  };

/** Ranks in a scene that has nothing yet. */
const clipRanks = (edit: Edit, count: number): readonly string[] => roomForClips(edit, [], null, count);
