import { z } from 'zod';
import { CLIP_DEFAULTS, ClipContent } from '../../schema/clip.ts';
import { Instant } from '../../schema/film-time.ts';
import { TakeId } from '../../schema/ids.ts';
import { type Keyframe, type OwnedTake, Still } from '../../schema/keyframe.ts';
import { CharacterId, ClipId, KeyframeId, SceneId } from '../../schema/project-ids.ts';
import { SCENE_DEFAULTS, SceneContent } from '../../schema/scene.ts';
import type { MemberRow } from './families.ts';
import { entriesIn, type RawFields, readFields } from './rows.ts';

export interface SceneRow extends MemberRow {
  readonly id: SceneId;
  readonly content: SceneContent;
}

export interface ClipRow extends MemberRow {
  readonly id: ClipId;
  /** The scene that the clip's family stands in, when this row is its head. */
  readonly scene: SceneId | null;
  readonly content: ClipContent;
  readonly characters: readonly CharacterId[];
  readonly takes: readonly OwnedTake[];
}

export interface KeyframeRow {
  readonly keyframe: Keyframe;
  readonly clip: ClipId;
  readonly createdAt: number;
}

const Membership = z.object({
  family: z.uuid().nullable(),
  number: z.int().nonnegative(),
  place: z.object({ rank: z.string(), scene: SceneId.nullable().catch(null) }),
  chosen: z.uuid().nullable(),
  removedAt: Instant.nullable(),
});
const MEMBERSHIP_DEFAULTS: z.infer<typeof Membership> = {
  family: null,
  number: 0,
  place: { rank: '', scene: null },
  chosen: null,
  removedAt: null,
};

function membership(id: string, raw: RawFields): MemberRow & { scene: SceneId | null } {
  const { family, number, place, chosen, removedAt } = readFields(Membership, MEMBERSHIP_DEFAULTS, raw);
  return { id, family: family ?? id, number, rank: place.rank, scene: place.scene, chosen, removedAt };
}

export function sceneRow(id: string, raw: RawFields): SceneRow | undefined {
  if (!SceneId.safeParse(id).success) return undefined;
  const { scene: _, ...member } = membership(id, raw);
  return { ...member, id: id as SceneId, content: readFields(SceneContent, SCENE_DEFAULTS, raw) };
}

export function clipRow(id: string, raw: RawFields): ClipRow | undefined {
  if (!ClipId.safeParse(id).success) return undefined;
  return {
    ...membership(id, raw),
    id: id as ClipId,
    content: readFields(ClipContent, CLIP_DEFAULTS, raw),
    characters: entriesIn(raw, 'characters').flatMap(([key]) => CharacterId.safeParse(key).data ?? []),
    takes: ownedTakes(raw),
  };
}

const KeyframeFields = z.object({ clip: ClipId.nullable(), prompt: z.string(), still: Still.nullable(), createdAt: Instant });

/** No row where it belongs to no clip. */
export function keyframeRow(id: string, raw: RawFields): KeyframeRow | undefined {
  const fields = readFields(KeyframeFields, { clip: null, prompt: '', still: null, createdAt: 0 }, raw);
  const parsed = KeyframeId.safeParse(id);
  if (!parsed.success || fields.clip === null) return undefined;
  const takes = ownedTakes(raw);
  const { still } = fields;
  const isThere = still?.kind !== 'take' || takes.some((take) => take.id === still.take);
  const keyframe = { id: parsed.data, prompt: fields.prompt, takes, still: isThere ? still : null };
  return { keyframe, clip: fields.clip, createdAt: fields.createdAt };
}

const TakeEntry = z.object({ addedAt: Instant.catch(0), removedAt: Instant.nullish().catch(null) });

function ownedTakes(raw: RawFields): OwnedTake[] {
  const takes = entriesIn(raw, 'takes').flatMap(([key, value]): OwnedTake[] => {
    const id = TakeId.safeParse(key);
    const entry = TakeEntry.safeParse(value).data;
    return id.success && typeof entry?.removedAt !== 'number' ? [{ id: id.data, addedAt: entry?.addedAt ?? 0 }] : [];
  });
  // The entries come in the order of their ids, which sorting keeps among equal times.
  return takes.sort((a, b) => a.addedAt - b.addedAt);
}
