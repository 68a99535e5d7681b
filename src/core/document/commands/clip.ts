import { findClip, findScene, placedCut } from '../../domain/timeline/cut.ts';
import { CLIP_DEFAULTS, ClipContent } from '../../schema/clip.ts';
import type { ClipId, SceneId } from '../../schema/project-ids.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { copyClip } from './copy-clip.ts';
import { counted, done, notFound } from './done.ts';
import { clipFamiliesIn, familyOf, roomForClips } from './make-room.ts';
import { clipName } from './names.ts';
import { settle } from './settle.ts';

/** What is edited on a clip as it is. Its place, keyframes, depth and selected take have commands of their own. */
const Editable = ClipContent.omit({ gap: true, sourceStart: true, transition: true, first: true, last: true, selected: true, depth: true });
type Editable = Pick<ClipContent, keyof typeof Editable.shape>;

interface AddClipOptions {
  readonly scene: SceneId;
  /** The clip that it goes before; at the end of the scene where null. */
  readonly before?: ClipId | null;
  readonly content?: Changes<Editable>;
}

export const addClip =
  ({ scene, before = null, content = {} }: AddClipOptions): Command<ClipId> =>
  (edit) => {
    if (!findScene(edit.project, scene)) return notFound('scene');
    if (before !== null && findClip(edit.project, before)?.scene.id !== scene) return notFound('clip');
    const fields = checkEditable(edit, content);
    if (!fields.ok) return fields;
    const id = edit.newId<ClipId>();
    const [rank] = roomForClips(edit, clipFamiliesIn(edit, scene), before, 1);
    edit.add('clips', id, { length: CLIP_DEFAULTS.length, ...fields.value, family: id, number: 0, place: { scene, rank } });
    return done(id, 'add clip');
  };

/** Changes what a clip says. A new length moves what comes after it. */
export const editClip =
  (id: ClipId, changes: Changes<Editable>): Command<void> =>
  (edit) => {
    if (!edit.has('clips', id)) return notFound('clip');
    const fields = checkEditable(edit, changes);
    if (!fields.ok) return fields;
    edit.set('clips', id, fields.value);
    return done(undefined, `edit ${clipName(edit.project, id)}`, typedField('clips', id, fields.value));
  };

function checkEditable(edit: Edit, changes: Changes<Editable>) {
  const { style } = changes;
  if (style && !edit.project.styles.some(({ id }) => id === style)) return notFound('style');
  return checkChanges(Editable, changes);
}

/** Puts clips into the bin. Without `ripple` black stays where they were. */
export const removeClips =
  (ids: readonly ClipId[], { ripple = true } = {}): Command<void> =>
  (edit) => {
    if (ids.some((id) => !findClip(edit.project, id))) return notFound('clip');
    for (const id of ids) edit.set('clips', id, { removedAt: edit.now() });
    if (!ripple) {
      const gone = new Set(ids);
      const staying = placedCut(edit.project).flatMap(({ stack, clip, place }) => {
        // Another member of the family takes the place of one that is removed.
        const next = gone.has(clip.id) ? stack.members.find(({ id }) => !gone.has(id)) : clip;
        return next ? [{ ...next, start: place.start }] : [];
      });
      settle(edit, staying);
    }
    return done(undefined, `remove ${counted('clip', ids.length, clipName(edit.project, ids[0] as ClipId))}`);
  };

/** Takes a clip out of the bin, to where it was; to the end of `scene` where its own scene is gone for good. */
export const restoreClip =
  (id: ClipId, scene?: SceneId): Command<void> =>
  (edit) => {
    const family = familyOf(edit.clipFamilies, id);
    if (!family) return notFound('clip');
    const home = family.head.scene;
    if (home === null || !edit.has('scenes', home)) {
      if (scene === undefined || !findScene(edit.project, scene)) return notFound('scene');
      const [rank] = roomForClips(edit, clipFamiliesIn(edit, scene), null, 1);
      edit.set('clips', family.head.id, { place: { scene, rank } });
    }
    edit.set('clips', id, { removedAt: null });
    return done(undefined, 'restore clip');
  };

/** Puts clips, with their alternates, one after the other into a scene before one of its clips; at its end where null. */
export const moveClips =
  (ids: readonly ClipId[], to: { readonly scene: SceneId; readonly before: ClipId | null }): Command<void> =>
  (edit) => {
    const target = findScene(edit.project, to.scene);
    if (!target) return notFound('scene');
    if (to.before !== null && findClip(edit.project, to.before)?.scene.id !== to.scene) return notFound('clip');
    if (ids.some((id) => !findClip(edit.project, id))) return notFound('clip');
    const families = edit.clipFamilies;
    const moving = [...new Set(ids.map((id) => familyOf(families, id)))].flatMap((family) => family ?? []);
    const isMoving = (family: string): boolean => moving.some(({ id }) => id === family);
    const { clips } = target.scene;
    const from = to.before === null ? clips.length : clips.findIndex(({ members }) => members.some(({ id }) => id === to.before));
    const next = clips.slice(from).find(({ family }) => !isMoving(family));
    const staying = clipFamiliesIn(edit, to.scene).filter(({ id }) => !isMoving(id));
    const ranks = roomForClips(edit, staying, next?.inCut ?? null, moving.length);
    moving.forEach(({ head }, i) => edit.set('clips', head.id, { place: { scene: to.scene, rank: ranks[i] } }));
    return done(undefined, `move ${counted('clip', moving.length, clipName(edit.project, ids[0] as ClipId))}`);
  };

/** A copy of a clip, without its alternates, right behind it. */
export const duplicateClip =
  (id: ClipId): Command<ClipId> =>
  (edit) => {
    const found = findClip(edit.project, id);
    if (!found) return notFound('clip');
    const copy = edit.newId<ClipId>();
    copyClip(edit, found.clip, copy, { family: copy, number: 0 }, { scene: found.scene.id, rank: rankBehind(edit, found) });
    return done(copy, `duplicate ${clipName(edit.project, id)}`);
  };

/** A rank right behind a clip's family. */
export function rankBehind(edit: Edit, { scene, stack }: NonNullable<ReturnType<typeof findClip>>): string {
  const families = clipFamiliesIn(edit, scene.id);
  const next = families[families.findIndex(({ id }) => id === stack.family) + 1];
  return roomForClips(edit, families, next?.head.id ?? null, 1)[0] as string;
}
