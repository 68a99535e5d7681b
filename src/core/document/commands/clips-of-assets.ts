import { generateNKeysBetween } from 'fractional-indexing';
import { toFrames } from '../../domain/timeline/frame-rate.ts';
import { CLIP_DEFAULTS } from '../../schema/clip.ts';
import type { Still } from '../../schema/keyframe.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { ClipId, KeyframeId, SceneId } from '../../schema/project-ids.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { counted, done } from './done.ts';
import { clipFamiliesIn, roomForClips, roomForScenes } from './make-room.ts';

/** What a new clip shows, and how it is called. */
export interface ClipMaterial {
  readonly name: string;
  readonly prompt: string;
  /** How long it plays, in microseconds; null where it does not, or nobody knows. */
  readonly length: number | null;
  readonly shows: { readonly kind: 'take'; readonly take: TakeId } | { readonly kind: 'still'; readonly still: Still };
}

/** New clips, each as long as what it shows, one after the other at the end of the film; in a first scene where there is none. */
export const addClipsOf =
  (materials: readonly ClipMaterial[]): Command<readonly ClipId[]> =>
  (edit) => {
    const last = edit.project.scenes.at(-1)?.inCut;
    const scene = last ?? firstScene(edit);
    const ranks = last ? roomForClips(edit, clipFamiliesIn(edit, last), null, materials.length) : generateNKeysBetween(null, null, materials.length);
    const ids = materials.map(({ name, prompt, length, shows }, i) => {
      const id = edit.newId<ClipId>();
      const frames = length === null ? CLIP_DEFAULTS.length : Math.max(1, toFrames(length / 1e6, edit.project.settings.frameRate));
      const shown = shows.kind === 'take' ? { takes: { [shows.take]: { addedAt: edit.now(), removedAt: null } }, selected: shows.take, picked: true } : { first: start(edit, id, shows.still) };
      edit.add('clips', id, { name, prompt, length: frames, ...shown, family: id, number: 0, place: { scene, rank: ranks[i] } });
      return id;
    });
    return done(ids, `add ${counted('clip', ids.length, 'a clip')}`);
  };

function firstScene(edit: Edit): SceneId {
  const id = edit.newId<SceneId>();
  const [rank] = roomForScenes(edit, edit.sceneFamilies, null, 1);
  edit.add('scenes', id, { family: id, number: 0, place: { rank } });
  return id;
}

function start(edit: Edit, clip: ClipId, still: Still): KeyframeId {
  const id = edit.newId<KeyframeId>();
  edit.add('keyframes', id, { clip, prompt: '', still, createdAt: edit.now() });
  return id;
}
