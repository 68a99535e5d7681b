import { AssetKind, type PoolItem } from '../../schema/pool-item.ts';
import { fold, hasWords, searchWords } from '../takes/take-search.ts';

export const POOL_ORDERS = ['newest', 'oldest', 'name', 'kind', 'size'] as const;
export type PoolOrder = (typeof POOL_ORDERS)[number];

/** What is looked for in a pool, and in which order it is shown. */
export interface PoolQuery {
  readonly words: string;
  readonly kind: AssetKind | null;
  readonly tag: string | null;
  readonly order: PoolOrder;
}

export const WHOLE_POOL: PoolQuery = { words: '', kind: null, tag: null, order: 'newest' };

/** What a search looks at in a thing of a pool. */
export type Searched = Pick<PoolItem, 'name' | 'description' | 'tags'>;

/** Whether anything but the order narrows what is shown. */
export const isNarrowedPool = ({ words, kind, tag }: PoolQuery): boolean => words.trim() !== '' || kind !== null || tag !== null;

/** The items that fit, in order. Items that are equal in it stay newest first. */
export function findInPool(items: readonly PoolItem[], query: PoolQuery): readonly PoolItem[] {
  const words = searchWords(query.words);
  return items
    .filter((item) => (query.kind === null || item.kind === query.kind) && (query.tag === null || item.tags.includes(query.tag)) && isFoundBy(item, words))
    .toSorted(comparing(query.order));
}

/** Whether name, description and tags have all the words. */
export const isFoundBy = (item: Searched, words: readonly string[]): boolean => words.length === 0 || hasWords(foldedItem(item), words);

/** An item that changes is another object. */
const foldedItems = new WeakMap<Searched, string>();

function foldedItem(item: Searched): string {
  let folded = foldedItems.get(item);
  if (folded === undefined) {
    folded = fold([item.name, item.description, ...item.tags].join('\n'));
    foldedItems.set(item, folded);
  }
  return folded;
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const newestFirst = (a: PoolItem, b: PoolItem): number => b.addedAt - a.addedAt || (a.id < b.id ? 1 : -1);
const byName = (a: PoolItem, b: PoolItem): number => names.compare(a.name, b.name) || newestFirst(a, b);
const kinds = AssetKind.options;

function comparing(order: PoolOrder): (a: PoolItem, b: PoolItem) => number {
  switch (order) {
    case 'newest':
      return newestFirst;
    case 'oldest':
      return (a, b) => -newestFirst(a, b);
    case 'name':
      return byName;
    case 'kind':
      return (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || byName(a, b);
    case 'size':
      return (a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || newestFirst(a, b);
  }
}

/** The kinds and the tags that there are, each once, in their own order. */
export function poolFacets(items: readonly PoolItem[]): { readonly kinds: readonly AssetKind[]; readonly tags: readonly string[] } {
  return {
    kinds: kinds.filter((kind) => items.some((item) => item.kind === kind)),
    tags: [...new Set(items.flatMap(({ tags }) => tags))].sort(names.compare),
  };
}
