import { type CutClip, findClip } from '../../domain/timeline/cut.ts';
import { layOut } from '../../domain/timeline/timeline.ts';
import type { ClipId, KeyframeId } from '../../schema/project-ids.ts';
import { CUT } from '../../schema/transition.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { rankBehind } from './clip.ts';
import { copyClip } from './copy-clip.ts';
import { done, notFound, refuse } from './done.ts';
import { clipName } from './names.ts';

/**
 * Parts a clip before its frame `at`, counted from its start. Both parts show what was shown there
 * before; the second takes along the last keyframe, the transition and the notes on its frames.
 */
export const splitClip =
  (id: ClipId, at: number): Command<ClipId> =>
  (edit) => {
    const found = findClip(edit.project, id);
    if (!found) return notFound('clip');
    const { clip, scene } = found;
    if (!Number.isInteger(at) || at < 1 || at >= clip.length) {
      return refuse({ reason: 'split-outside', first: 1, last: clip.length - 1 });
    }
    const second = edit.newId<ClipId>();
    copyClip(edit, clip, second, { family: second, number: 0 }, { scene: scene.id, rank: rankBehind(edit, found) });
    edit.set('clips', second, { length: clip.length - at, gap: 0, sourceStart: clip.sourceStart + at, first: 'inherit' });
    edit.set('clips', id, { length: at, last: null, transition: CUT });
    moveNotes(edit, id, second, -at);
    return done(second, `split ${clipName(edit.project, id)}`);
  };

/** Puts the notes that stand at or after frame `-by` of a clip onto another, `by` frames later. */
function moveNotes(edit: Edit, from: ClipId, to: ClipId, by: number): void {
  for (const { id, about, at } of edit.project.notes) {
    if (about.kind !== 'clip' || about.id !== from || at === null || at + by < 0) continue;
    edit.set('notes', id, { about: { kind: 'clip', id: to }, at: at + by });
  }
}

/**
 * Makes one clip of two neighbours in a scene: as long as both, with the takes and characters of both,
 * from the first one's start to the second one's end. The second goes into the bin with its alternates.
 */
export const joinClips =
  (first: ClipId, second: ClipId): Command<ClipId> =>
  (edit) => {
    const a = findClip(edit.project, first);
    const b = findClip(edit.project, second);
    if (!a || !b) return notFound('clip');
    if (a.scene !== b.scene || a.scene.clips.indexOf(a.stack) + 1 !== a.scene.clips.indexOf(b.stack)) {
      return refuse({ reason: 'not-neighbours' });
    }
    edit.set('clips', first, {
      // Black between them becomes picture: nothing after them moves.
      length: a.clip.length + b.clip.gap + b.clip.length - overlap(a, b),
      prompt: joined(a.clip.prompt, b.clip.prompt),
      negativePrompt: joined(a.clip.negativePrompt, b.clip.negativePrompt),
      transition: b.clip.transition,
      takes: Object.fromEntries(b.clip.takes.map(({ id, addedAt }) => [id, { addedAt, removedAt: null }])),
      characters: Object.fromEntries(b.clip.characters.map((id) => [id, true])),
      selected: a.clip.selected ?? b.clip.selected,
    });
    takeKeyframes(edit, a, b);
    moveNotes(edit, second, first, a.clip.length + b.clip.gap - overlap(a, b));
    for (const { id } of b.stack.members) edit.set('clips', id, { removedAt: edit.now() });
    return done(first, `join ${clipName(edit.project, first)} and ${clipName(edit.project, second)}`);
  };

/** The frames that two neighbours share. */
function overlap({ clip }: CutClip, next: CutClip): number {
  const [, place] = layOut([clip, next.clip]);
  return place?.overlap ?? 0;
}

/** Each line once: the same words twice say nothing more. */
const joined = (a: string, b: string): string => (a === b || b === '' ? a : a === '' ? b : `${a}\n${b}`);

/** The second clip's stills come along as copies; the joined clip ends on its last one. */
function takeKeyframes(edit: Edit, a: CutClip, b: CutClip): void {
  const copies = new Map(b.clip.keyframes.map(({ id }) => [id, edit.newId<KeyframeId>()]));
  for (const [from, to] of copies) edit.copy('keyframes', from, to, { clip: a.clip.id });
  const last = b.clip.last === null ? null : (copies.get(b.clip.last) ?? null);
  edit.set('clips', a.clip.id, { last });
}
