import { generateNKeysBetween } from 'fractional-indexing';
import { insertRanks, type Ranked } from '../rank.ts';
import { sameValue } from '../same-value.ts';

interface Asset {
  readonly asset: string;
}

/** What stands in a set that is keyed by asset: its values, and its ranks, both in order. */
export interface AssetSet<Value extends Asset> {
  readonly values: readonly Value[];
  readonly ranks: readonly Ranked[];
}

/**
 * What to write into a set that is keyed by asset so that it says `wanted`, in that order; what was
 * there and is not wanted goes. What is already right is left alone, so that it does not stand against
 * someone else's change.
 */
export function assetChanges<Value extends Asset>({ values, ranks }: AssetSet<Value>, wanted: readonly Value[]): Record<string, unknown> {
  const changes: Record<string, Record<string, unknown> | undefined> = {};
  const change = (asset: string, fields: object): void => void (changes[asset] = { ...changes[asset], ...fields });
  for (const { id } of ranks) if (!wanted.some(({ asset }) => asset === id)) changes[id] = undefined;
  for (const value of wanted) {
    const { asset, ...rest } = value;
    if (!sameValue(values.find((one) => one.asset === asset), value)) change(asset, rest);
  }
  for (const { id, rank } of newRanks(ranks, wanted)) change(id, { rank });
  return changes;
}

/** The ranks that must be written for the wanted order to be the order. */
function newRanks(present: readonly Ranked[], wanted: readonly Asset[]): Ranked[] {
  const isWanted = ({ id }: Ranked): boolean => wanted.some(({ asset }) => asset === id);
  let list = present.filter(isWanted);
  const kept = wanted.filter(({ asset }) => list.some(({ id }) => id === asset));
  if (kept.some(({ asset }, i) => list[i]?.id !== asset)) {
    const ranks = generateNKeysBetween(null, null, wanted.length);
    return wanted.map(({ asset }, i) => ({ id: asset, rank: ranks[i] as string }));
  }
  const written = new Map<string, string>();
  wanted.forEach(({ asset }, i) => {
    if (list[i]?.id === asset) return;
    const { ranks, moved } = insertRanks(list, i, 1);
    for (const { id, rank } of [...moved, { id: asset, rank: ranks[0] as string }]) written.set(id, rank);
    list = list.toSpliced(i, 0, { id: asset, rank: '' }).map(({ id, rank }) => ({ id, rank: written.get(id) ?? rank }));
  });
  return [...written].map(([id, rank]) => ({ id, rank }));
}
