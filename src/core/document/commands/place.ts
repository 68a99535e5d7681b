import { findClip, neighbourhood, type PlacedClip, placedCut } from '../../domain/timeline/cut.ts';
import { nearestFreePlace } from '../../domain/timeline/timeline.ts';
import { slip, trimEnd, type TrimOptions, trimStart } from '../../domain/timeline/trim.ts';
import type { EditRefusal } from '../../schema/edit-refusal.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { done, notFound, refuse } from './done.ts';
import { clipFamiliesIn, familyOf, roomForClips } from './make-room.ts';
import { clipName } from './names.ts';
import { settle, type Settled } from './settle.ts';

/** Where a clip could begin. Frames of the film; it may not be before its first or upon another clip. */
export function checkPlace(others: readonly PlacedClip[], length: number, at: number): Result<number, EditRefusal> {
  if (!Number.isSafeInteger(at)) return fail({ reason: 'value-invalid', field: 'at' });
  const nearest = nearestFreePlace(others.map(({ place }) => place), length, at);
  if (at < 0) return fail({ reason: 'position-negative', nearest });
  return nearest === at ? ok(at) : fail({ reason: 'position-taken', nearest });
}

const settled = ({ clip, place }: PlacedClip): Settled => ({ ...clip, start: place.start });

/** Puts a clip of the cut at a free place of the film. All others stay where they are, with black where it was. */
export const placeClip =
  (id: ClipId, at: number): Command<void> =>
  (edit) => {
    const cut = placedCut(edit.project);
    const moving = cut.find(({ clip }) => clip.id === id);
    if (!moving) return notFound('clip');
    const others = cut.filter((one) => one !== moving);
    const free = checkPlace(others, moving.clip.length, at);
    if (!free.ok) return free;
    const index = others.filter(({ place }) => place.start < at).length;
    moveInto(edit, moving, others[index - 1], others[index]);
    settle(edit, others.map(settled).toSpliced(index, 0, { ...moving.clip, start: at }));
    return done(undefined, `move ${clipName(edit.project, id)}`);
  };

/** Ranks a clip between two others of the cut; at the border of two scenes it stays in its own, else with the one before. */
function moveInto(edit: Edit, moving: PlacedClip, before: PlacedClip | undefined, after: PlacedClip | undefined): void {
  const home = moving.scene.id;
  const scene = (after?.scene.id === home ? after : (before ?? after))?.scene.id ?? home;
  const next = after?.scene.id === scene ? after.stack.inCut : null;
  const staying = clipFamiliesIn(edit, scene).filter((family) => family.id !== moving.stack.family);
  const head = familyOf(edit.clipFamilies, moving.clip.id)?.head.id ?? moving.clip.id;
  // Where it stands between the same two already, its rank is right.
  const stands = moving.scene.clips.indexOf(moving.stack);
  const { clips } = moving.scene;
  const isThere = scene === home && clips[stands + 1]?.inCut === (next ?? undefined);
  if (!isThere) edit.set('clips', head, { place: { scene, rank: roomForClips(edit, staying, next, 1)[0] } });
}

interface Trim extends TrimOptions {
  readonly edge: 'start' | 'end';
  /** Frames to take away; negative to give back. */
  readonly by: number;
}

/** Cuts frames from a clip's head or tail, or gives them back. Without ripple all other clips stay where they are. */
export const trimClip =
  (id: ClipId, { edge, by, ...options }: Trim): Command<void> =>
  (edit) => {
    const found = findClip(edit.project, id);
    if (!found) return notFound('clip');
    if (!Number.isSafeInteger(by)) return refuse({ reason: 'value-invalid', field: 'by' });
    const placed = placedCut(edit.project);
    const index = placed.findIndex(({ clip }) => clip.id === id);
    const { clip } = found;
    const gapAfter = neighbourhood(edit.project, found)[index + 1]?.clip.gap;
    const trimmed = edge === 'start' ? trimStart(clip, by, options) : trimEnd(clip, by, gapAfter, options);
    if (!trimmed.ok) return trimmed;
    const { length } = trimmed.value;
    const inTheWay = options.ripple ? undefined : shortest(placed, index, edge, by);
    if (inTheWay !== undefined && length < inTheWay) return refuse({ reason: 'length-invalid', nearest: inTheWay });
    const sourceStart = 'sourceStart' in trimmed.value ? trimmed.value.sourceStart : clip.sourceStart;
    edit.set('clips', id, { length, sourceStart });
    // A clip that is not in the cut has no place that others would have to keep.
    if (!options.ripple && index >= 0) {
      const shift = edge === 'start' ? by : 0;
      settle(edit, placed.map((one, i) => (i === index ? { ...clip, length, start: one.place.start + shift } : settled(one))));
    }
    return done(undefined, `trim ${clipName(edit.project, id)}`);
  };

/** The shortest that a clip of the cut can be while the transitions around it stay; undefined where it is not in the cut. */
function shortest(placed: readonly PlacedClip[], index: number, edge: 'start' | 'end', by: number): number | undefined {
  const into = placed[index]?.place.overlap;
  if (into === undefined) return undefined;
  const out = placed[index + 1]?.place.overlap ?? 0;
  return Math.max(0, into - (edge === 'start' ? by : 0)) + Math.max(0, out - (edge === 'end' ? by : 0)) + 1;
}

/** Shows a clip's take from `by` frames later on. `source`: the take's length in frames at the project's rate. */
export const slipClip =
  (id: ClipId, by: number, source: number | undefined): Command<void> =>
  (edit) => {
    const found = findClip(edit.project, id);
    if (!found) return notFound('clip');
    if (!Number.isSafeInteger(by)) return refuse({ reason: 'value-invalid', field: 'by' });
    const slipped = slip(found.clip, by, found.clip.selected === null ? undefined : source);
    if (!slipped.ok) return slipped;
    edit.set('clips', id, { sourceStart: slipped.value.sourceStart });
    return done(undefined, `slip ${clipName(edit.project, id)}`);
  };
