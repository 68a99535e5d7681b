import { nextAlternate } from '../../domain/timeline/alternates.ts';
import { findClip, findScene } from '../../domain/timeline/cut.ts';
import type { ClipId, SceneId } from '../../schema/project-ids.ts';
import type { Command } from '../project-document.ts';
import { copyClip } from './copy-clip.ts';
import { done, notFound } from './done.ts';
import { familyOf } from './make-room.ts';
import { clipName, sceneName } from './names.ts';
import { copySceneClips } from './scene.ts';

/** A copy of a clip kept beside it, to try another way. It is not in the cut until it is put there. */
export const addClipAlternate =
  (from: ClipId): Command<ClipId> =>
  (edit) => {
    const found = findClip(edit.project, from);
    const family = familyOf(edit.clipFamilies, from);
    if (!found || !family) return notFound('clip');
    const id = edit.newId<ClipId>();
    const belonging = { family: family.id as ClipId, number: nextAlternate(family.numbers) };
    copyClip(edit, found.clip, id, belonging, { scene: found.scene.id, rank: family.head.rank });
    return done(id, `add alternate A${belonging.number} of ${clipName(edit.project, found.stack.inCut)}`);
  };

/** A copy of a scene with all its clips, kept beside it. */
export const addSceneAlternate =
  (from: SceneId): Command<SceneId> =>
  (edit) => {
    const found = findScene(edit.project, from);
    const family = familyOf(edit.sceneFamilies, from);
    if (!found || !family) return notFound('scene');
    const id = edit.newId<SceneId>();
    const number = nextAlternate(family.numbers);
    const place = { rank: family.head.rank };
    edit.copy('scenes', from, id, { family: family.id, number, chosen: null, removedAt: null, place });
    copySceneClips(edit, from, id);
    return done(id, `add alternate A${number} of ${sceneName(edit.project, found.stack.inCut)}`);
  };

/** Puts this one of its family into the cut, instead of the one that is there. */
export const putClipInCut =
  (id: ClipId): Command<void> =>
  (edit) => {
    const family = familyOf(edit.clipFamilies, id);
    if (!family || !findClip(edit.project, id)) return notFound('clip');
    edit.set('clips', family.head.id, { chosen: id });
    return done(undefined, `put ${clipName(edit.project, id)} in the cut`);
  };

export const putSceneInCut =
  (id: SceneId): Command<void> =>
  (edit) => {
    const family = familyOf(edit.sceneFamilies, id);
    if (!family || !findScene(edit.project, id)) return notFound('scene');
    edit.set('scenes', family.head.id, { chosen: id });
    return done(undefined, `put ${sceneName(edit.project, id)} in the cut`);
  };
