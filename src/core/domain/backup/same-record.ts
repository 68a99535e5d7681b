import { Take } from '../../schema/take.ts';
import { asMade } from '../takes/as-made.ts';
import { isSame } from './merge-backup.ts';

/** Whether two records of one store hold the same; what the studio finds out about takes by itself does not count. */
export const isSameRecord = (store: string, one: unknown, other: unknown): boolean =>
  store === 'takes' ? isSame(made(one), made(other)) : isSame(one, other);

function made(record: unknown): unknown {
  const take = Take.safeParse(record).data;
  return take ? asMade(take) : record;
}
