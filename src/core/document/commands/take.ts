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

/** Says which take is shown; null: none. */
export const selectTake =
  (owner: TakeOwner, take: TakeId | null): Command<void> =>
  (edit) => {
    if (!edit.has(tableOfOwner(owner), owner.id)) return notFound(owner.kind);
    if (take !== null && !takesOf(edit, owner).includes(take)) return notFound('take');
    select(edit, owner, take);
    return done(undefined, `select a take of ${ownerName(edit, owner)}`);
  };

/** A take that was made for a clip. */
export interface Delivery {
  readonly clip: ClipId;
  readonly take: TakeId;
}

/**
 * Puts takes on the clips that asked for them, each only once: one that a person has let go of since
 * stays away. Clips that are gone for good are passed over.
 */
export const deliverTakes =
  (deliveries: readonly Delivery[]): Command<void> =>
  (edit) => {
    for (const { clip, take } of deliveries) {
      const owner = { kind: 'clip', id: clip } as const;
      if (!edit.has('clips', clip) || edit.keys('clips', clip, 'takes').includes(take)) continue;
      const isFirst = takesOf(edit, owner).length === 0;
      edit.set('clips', clip, { takes: { [take]: { addedAt: edit.now() } } });
      if (isFirst) select(edit, owner, take);
    }
    return done(undefined, `put ${counted('new take', deliveries.length, 'a new take')} on the board`);
  };

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
