import * as Y from 'yjs';
import { type SingleName, singleNames, singleOf, type TableName, tableNames, tableOf } from '../layout.ts';
import { entriesIn, type RawFields, rawFields } from '../read/rows.ts';
import { isRecord, sameValue } from '../same-value.ts';
import type { Difference } from './compare.ts';

/** A thing of two versions as the documents hold it; undefined where one has it not. */
interface Thing {
  readonly table: TableName | 'project';
  readonly was: RawFields | undefined;
  readonly is: RawFields | undefined;
}

/** What must be taken along with each thing that differs, by id. */
export type Needs = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What differs between two versions of one project, and what each part of it cannot do without: a new clip
 * its scene and its style, a scene that is removed the clips in it, and so on. `project`: the id that the
 * film itself has among the differences.
 */
export function needsBetween(was: Y.Doc, is: Y.Doc, differences: readonly Difference[], project: string): Needs {
  const things = thingsOf(was, is, project);
  const listed = new Set(differences.map(({ id }) => id));
  const changed = [...things].filter(([id, thing]) => listed.has(id) || isOther(thing));
  const needs = new Map(changed.map(([id]) => [id, new Set<string>()]));
  const together = (ids: Iterable<string>): void => {
    const all = [...ids].filter((id) => needs.has(id));
    // In a ring: each needs the next, so any of them needs all.
    if (all.length > 1) all.forEach((id, i) => needs.get(id)?.add(all[(i + 1) % all.length] as string));
  };
  for (const [id, { table, was: before, is: after }] of changed) {
    for (const other of refersTo(table, after, things, 'is')) if (standsOtherwise(things, other)) needs.get(id)?.add(other);
    if (!listed.has(id)) continue;
    for (const other of refersTo(table, before, things, 'was')) if (standsOtherwise(things, other)) needs.get(other)?.add(id);
  }
  for (const family of families(changed, differences)) together(family);
  for (const row of tornRows(changed, differences, things)) together(row);
  const { was: head, is: newHead } = things.get(project) as Thing;
  if (!sameValue(head?.['frameRate'], newHead?.['frameRate'])) together(needs.keys());
  return needs;
}

/** What was chosen, with all that it needs. */
export function withNeeds(chosen: Iterable<string>, needs: Needs): Set<string> {
  const taken = new Set<string>();
  const open = [...chosen];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (taken.has(id) || !needs.has(id)) continue;
    taken.add(id);
    open.push(...(needs.get(id) ?? []));
  }
  return taken;
}

/** What cannot be taken without one thing, that thing itself left aside. */
export function neededBy(id: string, needs: Needs): Set<string> {
  const dependants = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [other, its] of needs) {
      if (other === id || dependants.has(other) || !its.has(next)) continue;
      dependants.add(other);
      open.push(other);
    }
  }
  return dependants;
}

function thingsOf(was: Y.Doc, is: Y.Doc, project: string): Map<string, Thing> {
  const things = new Map<string, Thing>();
  for (const table of tableNames) {
    const [before, after] = [rowsOf(was, table), rowsOf(is, table)];
    for (const id of new Set([...before.keys(), ...after.keys()])) things.set(id, { table, was: before.get(id), is: after.get(id) });
  }
  const single = (doc: Y.Doc): RawFields => Object.assign({}, ...singleNames.map((name: SingleName) => rawFields(singleOf(doc, name)))) as RawFields;
  return things.set(project, { table: 'project', was: single(was), is: single(is) });
}

function rowsOf(doc: Y.Doc, table: TableName): Map<string, RawFields> {
  const rows = new Map<string, RawFields>();
  for (const [id, entity] of tableOf(doc, table).entries()) if (entity instanceof Y.Map) rows.set(id, rawFields(entity));
  return rows;
}

const isOther = ({ was, is }: Thing): boolean => !sameValue(was, is);

const STANDING = ['removedAt', 'family', 'number', 'place', 'chosen'];

/** Whether it came, went, or has another place: what refers to it may read otherwise then. */
function standsOtherwise(things: ReadonlyMap<string, Thing>, id: string): boolean {
  const thing = things.get(id);
  if (!thing) return false;
  const { table, was, is } = thing;
  if (!was || !is) return was !== is;
  // The cast of a clip comes in the order of the characters.
  const fields = table === 'characters' ? [...STANDING, 'rank'] : STANDING;
  return fields.some((field) => !sameValue(was[field] ?? null, is[field] ?? null));
}

type Side = 'was' | 'is';

/** The ids that a thing names in one of two versions, and without which it would read otherwise. */
function refersTo(table: Thing['table'], raw: RawFields | undefined, things: ReadonlyMap<string, Thing>, side: Side): string[] {
  if (!raw) return [];
  switch (table) {
    case 'clips':
      return [...idsIn(raw['style'], raw['first'], raw['last'], raw['chosen']), ...entriesIn(raw, 'characters').map(([id]) => id), ...standsIn(raw, things, side)];
    case 'scenes':
      return idsIn(raw['family'], raw['chosen']);
    case 'keyframes':
      return idsIn(raw['clip']).flatMap((clip) => [clip, ...standsIn(things.get(clip)?.[side], things, side)]);
    case 'notes':
      return idsIn(isRecord(raw['about']) ? raw['about']['id'] : undefined);
    case 'project':
      return idsIn(raw['story']);
    default:
      return [];
  }
}

/** The family and the scene of a clip: a family stands where its head stands. */
function standsIn(clip: RawFields | undefined, things: ReadonlyMap<string, Thing>, side: Side): string[] {
  const family = idsIn(clip?.['family']);
  const head = family.map((id) => things.get(id)?.[side]);
  return [...family, ...[clip, ...head].flatMap((one) => idsIn(isRecord(one?.['place']) ? one['place']['scene'] : undefined))];
}

const idsIn = (...values: readonly unknown[]): string[] => values.filter((value) => typeof value === 'string');

type Changed = readonly (readonly [id: string, thing: Thing])[];

/** The members of a family whose numbers, places or choice are other now: one cannot change without the others. */
function families(changed: Changed, differences: readonly Difference[]): Iterable<Set<string>> {
  const inStanding = new Set(differences.filter((one) => one.kind !== 'changed' || one.field === 'inCut' || one.field === 'alternate').map(({ id }) => id));
  const members = new Map<string, Set<string>>();
  for (const [id, thing] of changed) {
    const isNew = !thing.was && !inCutOf(differences, id);
    if ((thing.table !== 'scenes' && thing.table !== 'clips') || isNew) continue;
    if (inStanding.has(id) || standsOtherwise(new Map([[id, thing]]), id)) addTo(members, familyOf(id, thing), id);
  }
  return members.values();
}

const inCutOf = (differences: readonly Difference[], id: string): boolean => differences.some((one) => one.id === id && one.kind === 'changed' && one.field === 'inCut');

const familyOf = (id: string, { was, is }: Thing): string => {
  const family = (is ?? was)?.['family'];
  return typeof family === 'string' ? family : id;
};

/**
 * Rows in which others were put elsewhere than those of which that is said, as where all were ranked anew
 * to make room: there the order is one thing.
 */
function tornRows(changed: Changed, differences: readonly Difference[], things: ReadonlyMap<string, Thing>): Set<string>[] {
  const moved = new Set(differences.filter(({ kind }) => kind === 'moved').map(({ id }) => familyOf(id, things.get(id) as Thing)));
  const rows = new Map<string, Set<string>>();
  const torn = new Set<string>();
  for (const [id, thing] of changed) {
    const { was, is } = thing;
    const row = rowOf(thing);
    if (row === undefined || !is) continue;
    const hasMoved = moved.has(familyOf(id, thing));
    const isRanked = was !== undefined && familyOf(id, thing) === id && !sameValue(placeOf(was), placeOf(is));
    if (was === undefined || hasMoved || isRanked) addTo(rows, row, id);
    if (familyOf(id, thing) === id && was !== undefined && hasMoved !== isRanked) torn.add(row);
  }
  return [...rows].filter(([row]) => torn.has(row)).map(([, ids]) => ids);
}

const placeOf = (raw: RawFields): unknown => raw['place'] ?? raw['rank'] ?? null;

/** What a thing stands among: the film, a scene, a shelf. */
function rowOf({ table, is }: Thing): string | undefined {
  if (table === 'scenes' || table === 'characters' || table === 'styles' || table === 'pool') return table;
  if (table !== 'clips') return undefined;
  return isRecord(is?.['place']) ? String(is['place']['scene']) : undefined;
}

function addTo(groups: Map<string, Set<string>>, group: string, id: string): void {
  const ids = groups.get(group);
  if (ids) ids.add(id);
  else groups.set(group, new Set([id]));
}
