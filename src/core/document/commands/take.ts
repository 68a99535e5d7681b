import { findClip } from '../../domain/timeline/cut.ts';
import type { Clip } from '../../schema/clip.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { ClipId, KeyframeId } from '../../schema/project-ids.ts';
import type { Edit } from '../edit.ts';
import { isRecord } from '../same-value.ts';
import type { Command } from '../project-document.ts';
import { counted, done, notFound } from './done.ts';
import { clipOf } from './keyframe.ts';
import { clipName } from './names.ts';

/** What has takes: a clip or a keyframe, also one in the bin, so that late results are not lost. */
export type TakeOwner = { readonly kind: 'clip'; readonly id: ClipId } | { readonly kind: 'keyframe'; readonly id: KeyframeId };

const tableOfOwner = ({ kind }: TakeOwner): 'clips' | 'keyframes' => (kind === 'clip' ? 'clips' : 'keyframes');

const ownerName = (edit: Edit, owner: TakeOwner): string =>
  owner.kind === 'clip' ? clipName(edit.project, owner.id) : `a keyframe of ${clipName(edit.project, clipOf(edit, owner.id))}`;

/** Adds takes. The first one that a clip or keyframe ever gets is selected. */
export const addTakes =
  (owner: TakeOwner, takes: readonly TakeId[]): Command<void> =>
  (edit) => {
    const table = tableOfOwner(owner);
    if (!edit.has(table, owner.id)) return notFound(owner.kind);
    const addedAt = edit.now();
    const present = new Set(takesOf(edit, owner));
    const fresh = takes.filter((id) => !present.has(id));
    edit.set(table, owner.id, { takes: Object.fromEntries(fresh.map((id) => [id, { addedAt, removedAt: null }])) });
    const [first] = fresh;
    if (present.size === 0 && first !== undefined) select(edit, owner, first);
    return done(undefined, `add ${counted('take', fresh.length, 'a take')} to ${ownerName(edit, owner)}`);
  };

/** Says which take is shown, as a person wishes it; null: none. */
export const selectTake =
  (owner: TakeOwner, take: TakeId | null): Command<void> =>
  (edit) => {
    if (!edit.has(tableOfOwner(owner), owner.id)) return notFound(owner.kind);
    if (take !== null && !takesOf(edit, owner).includes(take)) return notFound('take');
    select(edit, owner, take);
    if (owner.kind === 'clip') edit.set('clips', owner.id, { picked: true });
    return done(undefined, `select a take of ${ownerName(edit, owner)}`);
  };

/** Shows the take that measures best, unless a person has picked one. Answers whether it is shown now and was not before. */
export const showBestTake =
  (id: ClipId, take: TakeId): Command<boolean> =>
  (edit) => {
    const found = findClip(edit.project, id);
    if (!found) return notFound('clip');
    const { clip } = found;
    if (!clip.takes.some((own) => own.id === take)) return notFound('take');
    const shows = !isPicked(edit, clip) && clip.selected !== take;
    if (shows) edit.set('clips', id, { selected: take, picked: false });
    return done(shows, `show the best take of ${clipName(edit.project, id)}`);
  };

/** Whether a person picked what a clip shows. Where nobody has said, one that shows another than its oldest was given it. */
function isPicked(edit: Edit, { id, selected, takes }: Clip): boolean {
  const picked = edit.field('clips', id, 'picked');
  return typeof picked === 'boolean' ? picked : selected !== (takes[0]?.id ?? null);
}

/** A take that was made for a clip, or for one of its keyframes. */
export interface Delivery {
  readonly clip: ClipId;
  readonly keyframe?: KeyframeId;
  readonly take: TakeId;
}

/**
 * Puts takes where they were asked for, each only once: one that a person has let go of since stays away. What is
 * gone for good is passed over. A clip shows its first take; a keyframe its newest, unless it shows a picture given by hand.
 */
export const deliverTakes =
  (deliveries: readonly Delivery[]): Command<void> =>
  (edit) => {
    for (const { clip, keyframe, take } of deliveries) {
      const owner: TakeOwner = keyframe ? { kind: 'keyframe', id: keyframe } : { kind: 'clip', id: clip };
      const table = tableOfOwner(owner);
      if (!edit.has(table, owner.id) || edit.keys(table, owner.id, 'takes').includes(take)) continue;
      const shows = keyframe ? !isGivenPicture(edit, keyframe) : takesOf(edit, owner).length === 0;
      edit.set(table, owner.id, { takes: { [take]: { addedAt: edit.now() } } });
      if (shows) select(edit, owner, take);
    }
    return done(undefined, `put ${counted('new take', deliveries.length, 'a new take')} on the board`);
  };

function isGivenPicture(edit: Edit, keyframe: KeyframeId): boolean {
  const still = edit.field('keyframes', keyframe, 'still');
  return isRecord(still) && still['kind'] === 'picture';
}

/** Lets go of takes. They stay in the gallery. */
export const removeTakes =
  (owner: TakeOwner, takes: readonly TakeId[]): Command<void> =>
  (edit) => {
    const table = tableOfOwner(owner);
    if (!edit.has(table, owner.id)) return notFound(owner.kind);
    const present = takesOf(edit, owner);
    if (takes.some((id) => !present.includes(id))) return notFound('take');
    const removedAt = edit.now();
    // The word that it was there stays, so that it is not delivered again.
    edit.set(table, owner.id, { takes: Object.fromEntries(takes.map((id) => [id, { removedAt }])) });
    return done(undefined, `remove ${counted('take', takes.length, 'a take')} of ${ownerName(edit, owner)}`);
  };

function select(edit: Edit, owner: TakeOwner, take: TakeId | null): void {
  if (owner.kind === 'clip') edit.set('clips', owner.id, { selected: take });
  else edit.set('keyframes', owner.id, { still: take === null ? null : { kind: 'take', take } });
}

const takesOf = (edit: Edit, owner: TakeOwner): TakeId[] => {
  const set = edit.entries(tableOfOwner(owner), owner.id, 'takes');
  return set.filter(([, value]) => !isRecord(value) || typeof value['removedAt'] !== 'number').map(([id]) => id as TakeId);
};
