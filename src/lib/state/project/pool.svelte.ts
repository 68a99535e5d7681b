import { type PoolQuery, findInPool, isNarrowedPool, poolFacets, WHOLE_POOL } from '#core/domain/pool/pool-query.ts';
import type { PoolItem } from '#core/schema/pool-item.ts';
import type { PoolItemId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import { CardList } from '../card-list.svelte.ts';

/** A project's pool on the screen: what is looked for, what that finds, what is chosen and what is looked at closely. */
export class PoolState extends CardList<PoolItemId, PoolItem> {
  #query = $state.raw<PoolQuery>(WHOLE_POOL);
  #detail = $state<PoolItemId | null>(null);
  readonly #film: () => Project;
  readonly #items = $derived.by(() => this.#film().pool);
  readonly #found = $derived(findInPool(this.#items, this.#query));
  readonly #facets = $derived(poolFacets(this.#items));

  /** `film` gives the project as it stands. */
  constructor(film: () => Project) {
    super();
    this.#film = film;
  }

  /** All that lies in the pool. */
  get items(): readonly PoolItem[] {
    return this.#items;
  }

  /** What fits the search, in order. */
  override get found(): readonly PoolItem[] {
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

  /** What is looked at closely, also where the search no longer finds it. */
  get detail(): PoolItem | undefined {
    return this.#items.find(({ id }) => id === this.#detail);
  }

  lookAt(id: PoolItemId | null): void {
    this.#detail = id;
  }

  /** What a command at an item is about: all that is chosen where it is among it, else it alone. */
  targets(item: PoolItem): readonly PoolItem[] {
    return this.has(item.id) ? this.selected : [item];
  }
}
