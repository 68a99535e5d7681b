/**
 * `next`, but with every part of it that equals the part of `previous` at the same place (in lists: with
 * the same id) taken from `previous`. So who holds a part sees at once, by identity, that it did not
 * change. The result is frozen.
 */
export function share<Value>(previous: unknown, next: Value): Value {
  if (Object.is(previous, next) || typeof next !== 'object' || next === null) return next;
  if (Array.isArray(next)) return shareList(Array.isArray(previous) ? previous : undefined, next) as Value;
  const before = isPlain(previous) ? previous : {};
  const keys = Object.keys(next);
  let same = isPlain(previous) && Object.keys(before).length === keys.length;
  // What came out of here once is frozen in all its parts and need not be made again.
  let own = Object.isFrozen(next);
  const shared: Record<string, unknown> = {};
  for (const key of keys) {
    const part = share(before[key], (next as Record<string, unknown>)[key]);
    shared[key] = part;
    same &&= Object.is(part, before[key]);
    own &&= Object.is(part, (next as Record<string, unknown>)[key]);
  }
  return (same ? previous : own ? next : Object.freeze(shared)) as Value;
}

function shareList(previous: readonly unknown[] | undefined, next: readonly unknown[]): readonly unknown[] {
  if (previous && isSameList(previous, next)) return previous;
  const byKey = new Map(previous?.map((item, index) => [keyOf(item, index), item]));
  const shared = next.map((item, index) => share(byKey.get(keyOf(item, index)), item));
  if (previous && isSameList(previous, shared)) return previous;
  return Object.isFrozen(next) && isSameList(next, shared) ? next : Object.freeze(shared);
}

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, index) => Object.is(item, other[index]));

/** What an item of a list is known by, so that moving it does not make it another. */
function keyOf(item: unknown, index: number): unknown {
  if (!isPlain(item)) return index;
  return item['id'] ?? item['family'] ?? index;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
