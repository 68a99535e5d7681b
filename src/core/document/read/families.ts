import { familyNumbers, memberInCut } from '../../domain/alternates.ts';
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
  #rows: ReadonlyMap<string, Row> | undefined;
  #families: readonly Family<Row>[] = [];
  #known: ReadonlyMap<string, { readonly rows: readonly Row[]; readonly family: Family<Row> }> = new Map();

  /** Families in their order. `rows`: another object where something changed. */
  read(rows: ReadonlyMap<string, Row>): readonly Family<Row>[] {
    if (this.#rows === rows) return this.#families;
    this.#rows = rows;
    const known = this.#known;
    this.#known = new Map(
      [...byFamily(rows.values())].map(([id, members]) => {
        const before = known.get(id);
        const isSame = before?.rows.length === members.length && before.rows.every((row, i) => row === members[i]);
        return [id, isSame ? before : { rows: members, family: familyOf(id, members) }];
      }),
    );
    const families = [...this.#known.values()].map(({ family }) => family);
    this.#families = families.sort((a, b) => byRank({ id: a.id, rank: a.head.rank }, { id: b.id, rank: b.head.rank }));
    return this.#families;
  }
}

function byFamily<Row extends MemberRow>(rows: Iterable<Row>): Map<string, Row[]> {
  const families = new Map<string, Row[]>();
  for (const row of rows) {
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
