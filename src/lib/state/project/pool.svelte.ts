import { type PoolQuery, findInPool, isNarrowedPool, poolFacets, WHOLE_POOL } from '#core/domain/pool/pool-query.ts';
import { all, among, nothingSelected, type Selection, stretched, toggled } from '#core/domain/timeline/selection.ts';
import type { PoolItem } from '#core/schema/pool-item.ts';
import type { PoolItemId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';

/** A project's pool on the screen: what is looked for, what that finds, what is chosen and what is looked at closely. */
export class PoolState {
  #query = $state.raw<PoolQuery>(WHOLE_POOL);
  #chosen = $state.raw<Selection<PoolItemId>>(nothingSelected());
  #at = $state<PoolItemId | null>(null);
  #detail = $state<PoolItemId | null>(null);
  /** Where the current item was last: when it is gone, the next one stands there. */
  #place = 0;
  readonly #film: () => Project;
  readonly #items = $derived.by(() => this.#film().pool);
  readonly #found = $derived(findInPool(this.#items, this.#query));
  readonly #ids = $derived(this.#found.map(({ id }) => id));
  readonly #selection = $derived(among(this.#chosen, this.#ids));
  readonly #selected = $derived(this.#found.filter(({ id }) => this.#selection.ids.has(id)));
  readonly #facets = $derived(poolFacets(this.#items));

  /** `film` gives the project as it stands. */
  constructor(film: () => Project) {
    this.#film = film;
  }

  /** All that lies in the pool. */
  get items(): readonly PoolItem[] {
    return this.#items;
  }

  /** What fits the search, in order. */
  get found(): readonly PoolItem[] {
    return this.#found;
  }

  get query(): PoolQuery {
    return this.#query;
  }

  get narrowed(): boolean {
    return isNarrowedPool(this.#query);
  }

  get facets(): ReturnType<typeof poolFacets> {
    return this.#facets;
  }

  look(query: Partial<PoolQuery>): void {
    this.#query = { ...this.#query, ...query };
  }

  /** Where in what was found the keys are; -1 where nothing was. */
  get at(): number {
    const index = this.#at === null ? -1 : this.#ids.indexOf(this.#at);
    return index >= 0 ? index : Math.min(this.#place, this.#ids.length - 1);
  }

  focus(id: PoolItemId): void {
    this.#at = id;
    this.#place = Math.max(0, this.#ids.indexOf(id));
  }

  /** What is looked at closely, also where the search no longer finds it. */
  get detail(): PoolItem | undefined {
    return this.#items.find(({ id }) => id === this.#detail);
  }

  lookAt(id: PoolItemId | null): void {
    this.#detail = id;
  }

  /** What was chosen of what was found, in order. */
  get selected(): readonly PoolItem[] {
    return this.#selected;
  }

  has(id: PoolItemId): boolean {
    return this.#selection.ids.has(id);
  }

  toggle(id: PoolItemId): void {
    this.#chosen = toggled(this.#selection, id);
  }

  /** Chooses all from where the last single step was made, or else from `from`, to `id`. */
  stretch(id: PoolItemId, from?: PoolItemId): void {
    this.#chosen = stretched(this.#selection, this.#ids, id, from);
  }

  selectAll(): void {
    this.#chosen = all(this.#ids);
  }

  clear(): void {
    this.#chosen = nothingSelected();
  }

  /** What a command at an item is about: all that is chosen where it is among it, else it alone. */
  targets(item: PoolItem): readonly PoolItem[] {
    return this.has(item.id) ? this.#selected : [item];
  }
}
