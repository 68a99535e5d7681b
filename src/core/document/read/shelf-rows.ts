import { z } from 'zod';
import { type Character, Character as CharacterSchema, CHARACTER_DEFAULTS, ReferencePicture } from '../../schema/character.ts';
import { Instant } from '../../schema/film-time.ts';
import { LoraUse } from '../../schema/lora-use.ts';
import { type Marker, Marker as MarkerSchema } from '../../schema/marker.ts';
import { type Note, Note as NoteSchema } from '../../schema/note.ts';
import { NO_FACTS, type PoolItem, PoolItem as PoolItemSchema } from '../../schema/pool-item.ts';
import { CaptionId, CharacterId, MarkerId, NarrationId, NoteId, PoolItemId, StoryId, StyleId, TitleId, VersionId } from '../../schema/project-ids.ts';
import type { NamedVersion } from '../../schema/project.ts';
import { type Caption, Caption as CaptionSchema, type Narration, Narration as NarrationSchema } from '../../schema/sound.ts';
import { type Story, Story as StorySchema } from '../../schema/story.ts';
import { type Style, Style as StyleSchema, STYLE_DEFAULTS } from '../../schema/style.ts';
import { type Title, Title as TitleSchema, TITLE_DEFAULTS } from '../../schema/title.ts';
import { byRank } from '../rank.ts';
import { entriesIn, type RawFields, readFields, type SetEntries } from './rows.ts';

/** A thing beside the film itself: its value, its place among its kind, and whether it is in the bin. */
export interface ShelfRow<Value> {
  readonly id: string;
  readonly value: Value;
  readonly rank: string;
  readonly removedAt: number | null;
}

const Standing = z.object({ rank: z.string(), removedAt: Instant.nullable() });

/** Makes a row of a value that has `id`; none where the id is no id. */
function shelfRow<Value>(idSchema: z.ZodType, id: string, raw: RawFields, value: Value | undefined): ShelfRow<Value> | undefined {
  if (!idSchema.safeParse(id).success || value === undefined) return undefined;
  return { id, value, ...readFields(Standing, { rank: '', removedAt: null }, raw) };
}

const orderOf = (value: unknown): string => z.object({ rank: z.string() }).safeParse(value).data?.rank ?? '';

/** The values of a set of pictures or LoRAs that is keyed by asset, in the order of their ranks. */
export function assetsInOrder<Value extends { asset: string }>(entries: SetEntries, schema: z.ZodType<Value>): Value[] {
  return entries
    .flatMap(([asset, value]) => {
      const parsed = schema.safeParse({ ...(value as object), asset });
      return parsed.success ? [{ id: asset, rank: orderOf(value), value: parsed.data }] : [];
    })
    .sort(byRank)
    .map(({ value }) => value);
}

const CharacterFields = CharacterSchema.omit({ id: true, references: true });
const { references: _references, ...CHARACTER_FIELDS } = CHARACTER_DEFAULTS;

export const characterRow = (id: string, raw: RawFields): ShelfRow<Character> | undefined =>
  shelfRow(CharacterId, id, raw, {
    id: id as CharacterId,
    ...readFields(CharacterFields, CHARACTER_FIELDS, raw),
    references: assetsInOrder(entriesIn(raw, 'references'), ReferencePicture),
  });

const StyleFields = StyleSchema.omit({ id: true, loras: true });
const { loras: _loras, ...STYLE_FIELDS } = STYLE_DEFAULTS;

export const styleRow = (id: string, raw: RawFields): ShelfRow<Style> | undefined =>
  shelfRow(StyleId, id, raw, {
    id: id as StyleId,
    ...readFields(StyleFields, STYLE_FIELDS, raw),
    loras: assetsInOrder(entriesIn(raw, 'loras'), LoraUse),
  });

const PoolFields = PoolItemSchema.omit({ id: true, tags: true, asset: true, kind: true, describedBy: true, cutOut: true });
const Describer = PoolItemSchema.pick({ describedBy: true });
const Origin = PoolItemSchema.pick({ cutOut: true });
const POOL_FIELDS: z.infer<typeof PoolFields> = { ...NO_FACTS, type: '', name: '', description: '', take: null, addedAt: 0 };
const PoolAsset = PoolItemSchema.pick({ asset: true, kind: true });

/** No row where the asset is not named: there is nothing to show. */
export function poolRow(id: string, raw: RawFields): ShelfRow<PoolItem> | undefined {
  const asset = PoolAsset.safeParse(raw);
  const item = asset.success && {
    id: id as PoolItemId,
    ...asset.data,
    ...readFields(PoolFields, POOL_FIELDS, raw),
    // Absent where it says nothing, as in all that a person described.
    ...Describer.safeParse(raw).data,
    ...Origin.safeParse(raw).data,
    tags: entriesIn(raw, 'tags').map(([tag]) => tag),
  };
  return shelfRow(PoolItemId, id, raw, item || undefined);
}

const MarkerFields = MarkerSchema.omit({ id: true });

export const markerRow = (id: string, raw: RawFields): ShelfRow<Marker> | undefined =>
  shelfRow(MarkerId, id, raw, {
    id: id as MarkerId,
    ...readFields(MarkerFields, { at: 0, name: '', colour: 'amber' }, raw),
  });

const NoteFields = NoteSchema.omit({ id: true });
const NOTE_FIELDS: z.infer<typeof NoteFields> = {
  about: { kind: 'project' },
  at: null,
  text: '',
  author: '',
  createdAt: 0,
  resolvedAt: null,
};

export const noteRow = (id: string, raw: RawFields): ShelfRow<Note> | undefined =>
  shelfRow(NoteId, id, raw, { id: id as NoteId, ...readFields(NoteFields, NOTE_FIELDS, raw) });

/** No row where a part of it cannot be read: half a story is none. */
export function storyRow(id: string, raw: RawFields): ShelfRow<Story> | undefined {
  return shelfRow(StoryId, id, raw, StorySchema.safeParse({ ...raw, id }).data);
}

const TitleFields = TitleSchema.omit({ id: true });

export const titleRow = (id: string, raw: RawFields): ShelfRow<Title> | undefined =>
  shelfRow(TitleId, id, raw, { id: id as TitleId, ...readFields(TitleFields, TITLE_DEFAULTS, raw) });

const CaptionFields = CaptionSchema.omit({ id: true });

/** No row where it would end before it begins: two people may have moved its ends apart. */
export function captionRow(id: string, raw: RawFields): ShelfRow<Caption> | undefined {
  const fields = readFields(CaptionFields, { start: 0, end: 1, text: '' }, raw);
  return shelfRow(CaptionId, id, raw, fields.end > fields.start ? { id: id as CaptionId, ...fields } : undefined);
}

const NarrationFields = NarrationSchema.omit({ id: true, asset: true });
const NARRATION_FIELDS: z.infer<typeof NarrationFields> = { type: '', name: '', at: 0, length: 1, from: 0, gain: 1, text: '' };
const NarrationAsset = NarrationSchema.pick({ asset: true });

/** No row where the asset is not named: there is nothing to hear. */
export function narrationRow(id: string, raw: RawFields): ShelfRow<Narration> | undefined {
  const { data } = NarrationAsset.safeParse(raw);
  return shelfRow(NarrationId, id, raw, data && { id: id as NarrationId, ...data, ...readFields(NarrationFields, NARRATION_FIELDS, raw) });
}

const VersionFields = z.object({ name: z.string(), createdAt: Instant });

export const versionRow = (id: string, raw: RawFields): ShelfRow<NamedVersion> | undefined =>
  shelfRow(VersionId, id, raw, { id: id as VersionId, ...readFields(VersionFields, { name: '', createdAt: 0 }, raw) });
