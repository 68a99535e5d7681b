import { findScene } from '../../domain/timeline/cut.ts';
import type { SceneId } from '../../schema/project-ids.ts';
import { SceneContent } from '../../schema/scene.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { copyClipStack } from './copy-clip.ts';
import { counted, done, notFound } from './done.ts';
import { roomForScenes, familyOf } from './make-room.ts';
import { sceneName } from './names.ts';

interface AddSceneOptions {
  /** The scene that it goes before; at the end of the film where null. */
  readonly before?: SceneId | null;
  readonly content?: Changes<SceneContent>;
}

export const addScene =
  ({ before = null, content = {} }: AddSceneOptions = {}): Command<SceneId> =>
  (edit) => {
    if (before !== null && !findScene(edit.project, before)) return notFound('scene');
    const fields = checkChanges(SceneContent, content);
    if (!fields.ok) return fields;
    const id = edit.newId<SceneId>();
    const [rank] = roomForScenes(edit, edit.sceneFamilies, before, 1);
    edit.add('scenes', id, { ...fields.value, family: id, number: 0, place: { rank } });
    return done(id, 'add scene');
  };

export const editScene =
  (id: SceneId, changes: Changes<SceneContent>): Command<void> =>
  (edit) => {
    if (!edit.has('scenes', id)) return notFound('scene');
    const fields = checkChanges(SceneContent, changes);
    if (!fields.ok) return fields;
    edit.set('scenes', id, fields.value);
    return done(undefined, `edit ${sceneName(edit.project, id)}`, typedField('scenes', id, fields.value));
  };

/** Puts scenes into the bin, with their clips. */
export const removeScenes =
  (ids: readonly SceneId[]): Command<void> =>
  (edit) => {
    if (ids.some((id) => !findScene(edit.project, id))) return notFound('scene');
    for (const id of ids) edit.set('scenes', id, { removedAt: edit.now() });
    return done(undefined, `remove ${counted('scene', ids.length, sceneName(edit.project, ids[0] as SceneId))}`);
  };

export const restoreScene =
  (id: SceneId): Command<void> =>
  (edit) => {
    if (!edit.has('scenes', id)) return notFound('scene');
    edit.set('scenes', id, { removedAt: null });
    return done(undefined, 'restore scene');
  };

/** Puts scenes, with their alternates, one after the other before another; at the end where null. */
export const moveScenes =
  (ids: readonly SceneId[], before: SceneId | null): Command<void> =>
  (edit) => {
    const moving = new Set(ids.map((id) => familyOf(edit.sceneFamilies, id)?.id));
    const families = edit.sceneFamilies;
    const ordered = [...moving].map((id) => families.find((family) => family.id === id));
    if (ordered.some((family) => !family?.inCut)) return notFound('scene');
    if (before !== null && !findScene(edit.project, before)) return notFound('scene');
    const staying = families.filter(({ id }) => !moving.has(id));
    const ranks = roomForScenes(edit, staying, nextStaying(edit, before, moving), ordered.length);
    ordered.forEach((family, i) => {
      if (family) edit.set('scenes', family.head.id, { place: { rank: ranks[i] } });
    });
    return done(undefined, `move ${counted('scene', ordered.length, sceneName(edit.project, ids[0] as SceneId))}`);
  };

/** The first scene from `before` on that does not move itself. */
function nextStaying(edit: Edit, before: SceneId | null, moving: ReadonlySet<string | undefined>): SceneId | null {
  if (before === null) return null;
  const from = edit.project.scenes.findIndex(({ members }) => members.some(({ id }) => id === before));
  return edit.project.scenes.slice(from).find(({ family }) => !moving.has(family))?.inCut ?? null;
}

/** A copy of a scene with its clips, as a scene of its own right behind it. */
export const duplicateScene =
  (id: SceneId): Command<SceneId> =>
  (edit) => {
    const found = findScene(edit.project, id);
    if (!found) return notFound('scene');
    const copy = edit.newId<SceneId>();
    const after = edit.project.scenes[edit.project.scenes.indexOf(found.stack) + 1];
    const [rank] = roomForScenes(edit, edit.sceneFamilies, after?.inCut ?? null, 1);
    edit.copy('scenes', id, copy, { family: copy, number: 0, chosen: null, removedAt: null, place: { rank } });
    copySceneClips(edit, id, copy);
    return done(copy, `duplicate ${sceneName(edit.project, id)}`);
  };

/** Copies every clip of a scene, alternates too, into a new scene. */
export function copySceneClips(edit: Edit, from: SceneId, to: SceneId): void {
  const families = edit.clipFamilies;
  for (const stack of findScene(edit.project, from)?.scene.clips ?? []) {
    const rank = families.find(({ id }) => id === stack.family)?.head.rank;
    copyClipStack(edit, stack, { scene: to, rank: rank as string });
  }
}
