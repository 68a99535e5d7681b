import type { SceneId } from '../../schema/project-ids.ts';
import type { Edit } from '../edit.ts';
import { insertRanks } from '../rank.ts';
import type { Family, MemberRow } from '../read/families.ts';
import type { ClipRow, SceneRow } from '../read/film-rows.ts';

/** The families of clips that stand in a scene, in order, bin included. */
export const clipFamiliesIn = (edit: Edit, scene: SceneId): Family<ClipRow>[] =>
  edit.clipFamilies.filter(({ head }) => head.scene === scene);

/** The family of which `member` is one. */
export const familyOf = <Row extends MemberRow>(families: readonly Family<Row>[], member: string): Family<Row> | undefined =>
  families.find(({ living, removed }) => [...living, ...removed].some(({ id }) => id === member));

/** Ranks for `count` new scenes before the family of `before`, at the end for null. */
export const roomForScenes = (edit: Edit, families: readonly Family<SceneRow>[], before: string | null, count: number) =>
  makeRoom(edit, 'scenes', families, before, count);

/** Ranks for `count` new clips before the family of `before`, at the end for null. */
export const roomForClips = (edit: Edit, families: readonly Family<ClipRow>[], before: string | null, count: number) =>
  makeRoom(edit, 'clips', families, before, count);

function makeRoom(
  edit: Edit,
  table: 'scenes' | 'clips',
  families: readonly Family<MemberRow>[],
  before: string | null,
  count: number,
): readonly string[] {
  const next = before === null ? undefined : familyOf(families, before);
  const index = next ? families.indexOf(next) : families.length;
  const ordered = families.map(({ head }) => ({ id: head.id, rank: head.rank }));
  const { ranks, moved } = insertRanks(ordered, index, count);
  for (const { id, rank } of moved) edit.set(table, id, { place: { rank } });
  return ranks;
}
