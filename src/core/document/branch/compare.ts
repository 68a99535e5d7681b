import type { Noun } from '../../schema/edit-refusal.ts';
import type { Project } from '../../schema/project.ts';
import { sameValue } from '../same-value.ts';
import { type ComparedEntity, entitiesOf } from './entities.ts';

/** What is otherwise in one version of a project than in another. */
export type Difference = { readonly what: Noun; readonly id: string } & (
  | { readonly kind: 'added' | 'removed' | 'restored' }
  /** There before, and now not even in the bin: making it was undone. */
  | { readonly kind: 'gone' }
  /** In another scene, or elsewhere among its neighbours. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'changed'; readonly field: string; readonly before: unknown; readonly after: unknown }
);

/** What must be done to come from `before` to `after`, in the order of `after`. */
export function compareProjects(before: Project, after: Project): Difference[] {
  const [was, is] = [entitiesOf(before), entitiesOf(after)];
  const moved = movedIds(was, is);
  const differences = [...is.values()].flatMap((now): Difference[] => {
    const { what, id } = now;
    const then = was.get(id);
    if (!then) return [{ what, id, kind: 'added' }];
    const inAndOut: Difference[] =
      then.inBin === now.inBin ? [] : [{ what, id, kind: now.inBin ? 'removed' : 'restored' }];
    const place: Difference[] = moved.has(id) ? [{ what, id, kind: 'moved' }] : [];
    return [...inAndOut, ...place, ...changedFields(then, now)];
  });
  const gone = [...was.values()].filter(({ id }) => !is.has(id));
  return [...differences, ...gone.map(({ what, id }): Difference => ({ what, id, kind: 'gone' }))];
}

function changedFields(then: ComparedEntity, now: ComparedEntity): Difference[] {
  const { what, id } = now;
  // What is in the bin is not in the cut: that it was removed says so already.
  const fields = Object.keys(now.fields).filter((field) => field in then.fields && field in now.fields);
  return fields
    .filter((field) => !sameValue(then.fields[field], now.fields[field]))
    .map((field) => ({ what, id, kind: 'changed', field, before: then.fields[field], after: now.fields[field] }));
}

/** The things that stand in another row, or that were taken past those that kept their order. */
function movedIds(was: ReadonlyMap<string, ComparedEntity>, is: ReadonlyMap<string, ComparedEntity>): Set<string> {
  const order = new Map([...was.keys()].map((id, index) => [id, index]));
  const moved = new Set<string>();
  const rows = new Map<string, string[]>();
  for (const { id, row } of is.values()) {
    const then = was.get(id);
    if (row === null || !then || then.row === null) continue;
    if (then.row !== row) moved.add(id);
    else rows.set(row, [...(rows.get(row) ?? []), id]);
  }
  for (const ids of rows.values()) {
    const kept = longestRising(ids.map((id) => order.get(id) as number));
    ids.forEach((id, i) => {
      if (!kept.has(i)) moved.add(id);
    });
  }
  return moved;
}

/** The places of the longest row of rising numbers: what kept its order. */
function longestRising(numbers: readonly number[]): Set<number> {
  /** The place of the smallest end of a rising row, by the row's length less one. */
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  numbers.forEach((number, place) => {
    const length = ends.findIndex((end) => (numbers[end] as number) >= number);
    const at = length < 0 ? ends.length : length;
    before[place] = ends[at - 1];
    ends[at] = place;
  });
  const kept = new Set<number>();
  for (let place = ends.at(-1); place !== undefined; place = before[place]) kept.add(place);
  return kept;
}

/** A branch's versions stay its own. */
export const isOfTheFilm = ({ what }: Difference): boolean => what !== 'version';

/** Something that two versions both changed since they parted, each in its own way. */
export interface BothChanged {
  readonly what: Noun;
  readonly id: string;
  readonly ours: readonly Difference[];
  readonly theirs: readonly Difference[];
}

/**
 * What both sides changed since `base`: the same field to different values, the same thing moved, or
 * something changed by one that the other removed. Merging joins texts and sets, and takes one of two
 * values; this list says where to look.
 */
export function bothChanged(base: Project, ours: Project, theirs: Project): BothChanged[] {
  const mine = byId(compareProjects(base, ours));
  const other = byId(compareProjects(base, theirs));
  return [...mine].flatMap(([id, all]): BothChanged[] => {
    const others = other.get(id) ?? [];
    const clashes = (a: Difference): boolean => others.some((b) => clash(a, b));
    const back = (b: Difference): boolean => all.some((a) => clash(a, b));
    const clashing = all.filter(clashes);
    return clashing.length === 0 ? [] : [{ what: (clashing[0] as Difference).what, id, ours: clashing, theirs: others.filter(back) }];
  });
}

function clash(a: Difference, b: Difference): boolean {
  const isOut = ({ kind }: Difference): boolean => kind === 'removed' || kind === 'gone';
  if (isOut(a) !== isOut(b)) return true;
  if (a.kind === 'changed' && b.kind === 'changed') return a.field === b.field && !sameValue(a.after, b.after);
  return a.kind === 'moved' && b.kind === 'moved';
}

function byId(differences: readonly Difference[]): Map<string, Difference[]> {
  const map = new Map<string, Difference[]>();
  for (const difference of differences) map.set(difference.id, [...(map.get(difference.id) ?? []), difference]);
  return map;
}
