import { soundsAlike } from '../../domain/returned-cut/gain-decibels.ts';
import { findClip, type PlacedClip, placedCut } from '../../domain/timeline/cut.ts';
import type { PlacedReturn, ReturnPlan } from '../../domain/returned-cut/place-return.ts';
import { showsBoth } from '../../domain/timeline/timeline.ts';
import type { ClipId, SceneId } from '../../schema/project-ids.ts';
import { CUT, type Transition } from '../../schema/transition.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { copyClip } from './copy-clip.ts';
import { done, notFound } from './done.ts';
import { clipFamiliesIn, familyOf, roomForClips } from './make-room.ts';
import { scenesFor } from './scenes-for.ts';

/** A clip as it is to stand in the film. */
interface Standing {
  readonly id: ClipId;
  /** Its scene until now. */
  readonly home: SceneId;
  readonly start: number;
  readonly length: number;
  readonly sourceStart: number;
  readonly transition: Transition;
}

/**
 * Brings the order, the trims, the takes, the transitions and how loud the clips are of a cut that came back onto the project. Clips
 * that did not come back go into the bin, or, where `keep`, stay behind the ones that they stood behind.
 */
export const bringReturn =
  ({ placed, left }: ReturnPlan, { keep = false } = {}): Command<void> =>
  (edit) => {
    if (placed.some(({ clip }) => !findClip(edit.project, clip))) return notFound('clip');
    const before = placedCut(edit.project);
    const standing = placed.map((one) => standingOf(edit, one));
    if (!keep) for (const id of left) putAway(edit, id);
    const film = keep ? withKept(standing, before, left) : standing;
    placed.forEach((one, i) => setSound(edit, one, (standing[i] as Standing).id));
    placed.forEach((one, i) => choose(edit, one, film.find(({ id }) => id === (standing[i] as Standing).id) as Standing));
    layInOrder(edit, film, before);
    layInTime(edit, film);
    return done(undefined, 'bring back the cut of an editor');
  };

/** Puts a clip and its alternates into the bin: one of them would take its place. */
function putAway(edit: Edit, id: ClipId): void {
  for (const { id: member } of familyOf(edit.clipFamilies, id)?.living ?? []) edit.set('clips', member, { removedAt: edit.now() });
}

function standingOf(edit: Edit, { clip: id, again, returned }: PlacedReturn): Standing {
  const found = findClip(edit.project, id) as NonNullable<ReturnType<typeof findClip>>;
  const { clip, scene } = found;
  const { start, length, sourceStart = clip.sourceStart } = returned;
  // A fade is light, not a place on the track: editors keep none here, so the film's own stays.
  const transition = returned.transition ?? (clip.transition.kind === 'fade' ? clip.transition : CUT);
  const own = again ? edit.newId<ClipId>() : id;
  if (again) {
    const { rank } = familyOf(edit.clipFamilies, id)!.head;
    copyClip(edit, clip, own, { family: own, number: 0 }, { scene: scene.id, rank });
  }
  return { id: own, home: scene.id, start, length, sourceStart, transition };
}

/** Puts the right one of its family into the cut, with the take that came back. */
function choose(edit: Edit, { clip, again, take }: PlacedReturn, { id }: Standing): void {
  if (!again) {
    const family = familyOf(edit.clipFamilies, clip);
    if (family && family.inCut?.id !== clip) edit.set('clips', family.head.id, { chosen: clip });
  }
  if (take !== undefined) edit.set('clips', id, { selected: take });
}

/** Has a clip sound as it came back. What only lost its finest digits on the way stays as it was. */
function setSound(edit: Edit, { clip: id, returned: { sound } }: PlacedReturn, own: ClipId): void {
  const clip = findClip(edit.project, id)?.clip;
  if (!clip || sound === undefined) return;
  const muted = sound === 'muted';
  if (clip.muted !== muted) edit.set('clips', own, { muted });
  if (!muted && !soundsAlike(clip.gain, sound.gain)) edit.set('clips', own, { gain: sound.gain });
}

/** The clips that did not come back, each behind the one that it stood behind; what follows moves on. */
function withKept(standing: readonly Standing[], before: readonly PlacedClip[], left: readonly ClipId[]): Standing[] {
  const film = [...standing];
  before.forEach(({ clip, scene }, index) => {
    if (!left.includes(clip.id)) return;
    const previous = before[index - 1]?.clip.id;
    const at = previous === undefined ? 0 : film.findIndex(({ id }) => id === previous) + 1;
    const start = film[at - 1] ? film[at - 1]!.start + film[at - 1]!.length : 0;
    const behind = film.splice(at).map((one) => ({ ...one, start: one.start + clip.length }));
    const into = film[at - 1];
    // A transition leads to what follows now, and there is room for none that was not made for it.
    if (into && showsBoth(into.transition)) film[at - 1] = { ...into, transition: CUT };
    film.push({ id: clip.id, home: scene.id, start, length: clip.length, sourceStart: clip.sourceStart, transition: showsBoth(clip.transition) ? CUT : clip.transition }, ...behind);
  });
  return film;
}

/** Ranks the clips anew in every scene whose clips are others now, or stand otherwise. */
function layInOrder(edit: Edit, film: readonly Standing[], before: readonly PlacedClip[]): void {
  const order = edit.project.scenes.map(({ inCut }) => inCut);
  const scenes = scenesFor(film.map(({ home }) => order.indexOf(home)));
  const wanted = new Map<SceneId, ClipId[]>(order.map((id) => [id, []]));
  film.forEach(({ id }, i) => wanted.get(order[scenes[i] as number] as SceneId)?.push(id));
  for (const [scene, ids] of wanted) {
    const was = before.filter((one) => one.scene.id === scene).map(({ stack }) => headOf(edit, stack.inCut));
    const heads = ids.map((id) => headOf(edit, id));
    if (isPart(heads, was) || heads.length === 0) continue;
    const staying = clipFamiliesIn(edit, scene).filter(({ head }) => !heads.includes(head.id));
    const ranks = roomForClips(edit, staying, null, heads.length);
    heads.forEach((head, i) => edit.set('clips', head, { place: { scene, rank: ranks[i] } }));
  }
}

/** Says where a family stands. A clip that was made just now stands for itself. */
const headOf = (edit: Edit, id: ClipId): string => familyOf(edit.clipFamilies, id)?.head.id ?? id;

/** Whether all of `some` stand in `row`, in this order. */
function isPart(some: readonly string[], row: readonly string[]): boolean {
  let at = -1;
  return some.every((one) => {
    const next = row.indexOf(one, at + 1);
    at = next;
    return next >= 0;
  });
}

/** Writes lengths, gaps and transitions so that each clip begins where it is to. */
function layInTime(edit: Edit, film: readonly Standing[]): void {
  film.forEach(({ id, start, length, sourceStart, transition }, i) => {
    const before = film[i - 1];
    const next = film[i + 1];
    const gap = Math.max(0, start - (before ? before.start + before.length : 0));
    const overlap = next ? Math.max(0, start + length - next.start) : 0;
    edit.set('clips', id, { length, sourceStart, gap, transition: fitting(transition, overlap) });
  });
}

/** A transition that shows both clips is as long as they overlap. */
function fitting(transition: Transition, overlap: number): Transition {
  if (!showsBoth(transition)) return overlap > 0 ? { kind: 'dissolve', frames: overlap } : transition;
  return overlap > 0 ? { ...transition, frames: overlap } : CUT;
}
