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

/** Families in their order. */
export function readFamilies<Row extends MemberRow>(rows: Iterable<Row>): Family<Row>[] {
  const byFamily = new Map<string, Row[]>();
  for (const row of rows) {
    const members = byFamily.get(row.family);
    if (members) members.push(row);
    else byFamily.set(row.family, [row]);
  }
  const families = [...byFamily].map(([id, members]): Family<Row> => {
    const numbers = familyNumbers(members);
    const ordered = members.sort((a, b) => (numbers.get(a.id) as number) - (numbers.get(b.id) as number));
    const head = ordered[0] as Row;
    const living = ordered.filter(({ removedAt }) => removedAt === null);
    const removed = ordered.filter(({ removedAt }) => removedAt !== null);
    return { id, head, numbers, living, removed, inCut: memberInCut(living, numbers, head.chosen) };
  });
  return families.sort((a, b) => byRank({ id: a.id, rank: a.head.rank }, { id: b.id, rank: b.head.rank }));
}
