/** What is chosen in a list, and from where Shift stretches it. */
export interface Selection<Id> {
  readonly ids: ReadonlySet<Id>;
  /** Where the last single step was made; Shift stretches from here. */
  readonly anchor: Id | null;
  /** What was chosen besides the stretch. */
  readonly base: ReadonlySet<Id>;
}

export function nothingSelected<Id>(): Selection<Id> {
  return { ids: new Set<Id>(), anchor: null, base: new Set<Id>() };
}

/** Chooses one more, or one less. */
export function toggled<Id>(selection: Selection<Id>, id: Id): Selection<Id> {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id, base: ids };
}

/**
 * Chooses all from the anchor to `id` beside what was chosen before the anchor was set; a second
 * stretch replaces the first. Without an anchor in the list it starts from `from`.
 */
export function stretched<Id>(selection: Selection<Id>, order: readonly Id[], id: Id, from: Id = id): Selection<Id> {
  const kept = selection.anchor !== null && order.includes(selection.anchor);
  const anchor = kept ? selection.anchor! : from;
  const base = kept ? selection.base : selection.ids;
  const [start, end] = [order.indexOf(anchor), order.indexOf(id)].sort((a, b) => a - b) as [number, number];
  return { ids: new Set([...base, ...order.slice(Math.max(0, start), end + 1)]), anchor, base };
}

/** Chooses all that are listed. */
export function all<Id>(order: readonly Id[]): Selection<Id> {
  const ids = new Set(order);
  return { ids, anchor: null, base: ids };
}

/** Without what is no longer listed; the very same selection where all of it still is. */
export function among<Id>(selection: Selection<Id>, order: readonly Id[]): Selection<Id> {
  if (selection.ids.size === 0) return selection;
  const listed = new Set(order);
  if ([...selection.ids].every((id) => listed.has(id))) return selection;
  const only = (ids: ReadonlySet<Id>) => new Set([...ids].filter((id) => listed.has(id)));
  return { ids: only(selection.ids), anchor: selection.anchor, base: only(selection.base) };
}
