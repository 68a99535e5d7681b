import type { Clip, ClipStack } from '../../schema/clip.ts';
import type { ClipId, KeyframeId, SceneId } from '../../schema/project-ids.ts';
import type { Edit } from '../edit.ts';

export interface ClipPlace {
  readonly scene: SceneId;
  readonly rank: string;
}

/** How a copy belongs: to a family, under a number. */
export interface Belonging {
  readonly family: ClipId;
  readonly number: number;
}

/** Copies a clip with its keyframes and takes; the takes are the same ones. */
export function copyClip(edit: Edit, clip: Clip, id: ClipId, belonging: Belonging, place: ClipPlace): void {
  const copies = new Map(clip.keyframes.map((keyframe) => [keyframe.id, edit.newId<KeyframeId>()]));
  const copied = (keyframe: KeyframeId | 'inherit' | null): KeyframeId | 'inherit' | null =>
    keyframe === 'inherit' || keyframe === null ? keyframe : (copies.get(keyframe) ?? null);
  edit.copy('clips', clip.id, id, {
    ...belonging,
    place,
    chosen: null,
    removedAt: null,
    first: copied(clip.first),
    last: copied(clip.last),
  });
  for (const [from, to] of copies) edit.copy('keyframes', from, to, { clip: id });
}

/** Copies a clip and its alternates as a family of its own, with the same one in the cut. */
export function copyClipStack(edit: Edit, { members, inCut }: ClipStack, place: ClipPlace): ClipId {
  const ids = members.map(() => edit.newId<ClipId>());
  const family = ids[0] as ClipId;
  members.forEach((clip, i) => {
    copyClip(edit, clip, ids[i] as ClipId, { family, number: i === 0 ? 0 : clip.alternate }, place);
  });
  edit.set('clips', family, { chosen: ids[members.findIndex(({ id }) => id === inCut)] ?? null });
  return family;
}
