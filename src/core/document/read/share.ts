/**
 * `next`, but with every part of it that equals the part of `previous` at the same place (in lists: with
 * the same id) taken from `previous`. So who holds a part sees at once, by identity, that it did not
 * change. The result is frozen.
 */
export function share<Value>(previous: unknown, next: Value): Value {
  if (Object.is(previous, next) || typeof next !== 'object' || next === null) return next;
  if (Array.isArray(next)) return shareList(Array.isArray(previous) ? previous : [], next) as Value;
  const before = isPlain(previous) ? previous : {};
  const keys = Object.keys(next);
  let same = isPlain(previous) && Object.keys(before).length === keys.length;
  const shared: Record<string, unknown> = {};
  for (const key of keys) {
    const part = share(before[key], (next as Record<string, unknown>)[key]);
    shared[key] = part;
    same &&= Object.is(part, before[key]);
  }
  return (same ? previous : Object.freeze(shared)) as Value;
}

function shareList(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const byKey = new Map(previous.map((item, index) => [keyOf(item, index), item]));
  const shared = next.map((item, index) => share(byKey.get(keyOf(item, index)), item));
  const same = previous.length === shared.length && shared.every((item, index) => Object.is(item, previous[index]));
  return same ? previous : Object.freeze(shared);
}

/** What an item of a list is known by, so that moving it does not make it another. */
function keyOf(item: unknown, index: number): unknown {
  if (!isPlain(item)) return index;
  return item['id'] ?? item['family'] ?? index;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
