import { familyNumbers, memberInCut } from '../../domain/timeline/alternates.ts';
import { byRank } from '../rank.ts';

/** A scene or a clip as one row of its table. */
export interface MemberRow {
  readonly id: string;
  /** The first original's id. */
  readonly family: string;
  readonly number: number;
  readonly rank: string;
  /** Which member is in the cut; the head's word counts. */
  readonly chosen: string | null;
  readonly removedAt: number | null;
}

/** An original with its alternates, read so that exactly one of those that live is in the cut. */
export interface Family<Row extends MemberRow> {
  readonly id: string;
  /** Says where the family stands and who is in the cut: the original, or, where it is gone for good, the first alternate. */
  readonly head: Row;
  readonly numbers: ReadonlyMap<string, number>;
  /** In the order of their numbers. */
  readonly living: readonly Row[];
  readonly removed: readonly Row[];
  /** Undefined where none lives. */
  readonly inCut: Row | undefined;
}

/** Reads families, each once and again only where one of its rows changed. */
export class FamilyReader<Row extends MemberRow> {
  #rows: ReadonlyMap<string, Row> = new Map();
  #families: readonly Family<Row>[] = [];
  readonly #known = new Map<string, Family<Row>>();

  /** Families in their order. `rows`: another object where something changed. */
  read(rows: ReadonlyMap<string, Row>): readonly Family<Row>[] {
    if (this.#rows === rows) return this.#families;
    const touched = touchedFamilies(this.#rows, rows);
    this.#rows = rows;
    if (touched.size === 0) return this.#families;
    let moved = false;
    const now = byFamily(rows.values(), touched);
    for (const id of touched) {
      const members = now.get(id);
      const before = this.#known.get(id);
      const after = members && familyOf(id, members);
      moved ||= before?.head.rank !== after?.head.rank;
      if (after) this.#known.set(id, after);
      else this.#known.delete(id);
    }
    if (moved) this.#families = [...this.#known.values()].sort((a, b) => byRank({ id: a.id, rank: a.head.rank }, { id: b.id, rank: b.head.rank }));
    else this.#families = this.#families.map((family) => this.#known.get(family.id) as Family<Row>);
    return this.#families;
  }
}

/** The families that a row came to, left, or changed in. */
function touchedFamilies<Row extends MemberRow>(before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): ReadonlySet<string> {
  const touched = new Set<string>();
  for (const [id, row] of after) {
    const known = before.get(id);
    if (known === row) continue;
    touched.add(row.family);
    if (known) touched.add(known.family);
  }
  for (const [id, row] of before) if (!after.has(id)) touched.add(row.family);
  return touched;
}

/** The rows of the families that are asked for. */
function byFamily<Row extends MemberRow>(rows: Iterable<Row>, asked: ReadonlySet<string>): Map<string, Row[]> {
  const families = new Map<string, Row[]>();
  for (const row of rows) {
    if (!asked.has(row.family)) continue;
    const members = families.get(row.family);
    if (members) members.push(row);
    else families.set(row.family, [row]);
  }
  return families;
}

function familyOf<Row extends MemberRow>(id: string, members: readonly Row[]): Family<Row> {
  const numbers = familyNumbers(members);
  const ordered = members.toSorted((a, b) => (numbers.get(a.id) as number) - (numbers.get(b.id) as number));
  const living = ordered.filter(({ removedAt }) => removedAt === null);
  const removed = ordered.filter(({ removedAt }) => removedAt !== null);
  const head = ordered[0] as Row;
  return { id, head, numbers, living, removed, inCut: memberInCut(living, numbers, head.chosen) };
}
