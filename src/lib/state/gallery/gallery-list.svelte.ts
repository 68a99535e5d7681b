import { EVERY_TAKE, type Facets, facetsOf, filterTakes, isNarrowed, orderTakes, type TakeQuery } from '#core/domain/takes/take-query.ts';
import type { Collection } from '#core/domain/takes/takes-of-project.ts';
import { foldedTake } from '#core/domain/takes/take-search.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import { CardList } from '../card-list.svelte.ts';

/** So many takes are made ready for searching at once: a few milliseconds of work. */
const PORTION = 250;

/** What is looked for among takes, what that finds, and what of it is selected. */
export class GalleryList extends CardList<TakeId, Take> {
  #query = $state.raw<TakeQuery>(EVERY_TAKE);
  readonly #source: () => readonly Take[];
  readonly #near: () => readonly TakeId[];
  readonly #projects: () => readonly Collection[];
  readonly #ordered = $derived.by(() => orderTakes(this.#source(), this.#query.order));
  readonly #byWords = $derived.by(() => filterTakes(this.#ordered, this.#query, Date.now(), this.#projects()));
  readonly #byMeaning = $derived.by(() => this.#nearOnes());
  readonly #found = $derived(this.#byMeaning.length > 0 ? [...this.#byWords, ...this.#byMeaning] : this.#byWords);
  readonly #facets = $derived.by(() => facetsOf(this.#source(), this.#projects()));

  /** `near`: takes whose pictures show what the words mean, the nearest first. `projects`: those that takes may be chosen by. */
  constructor(source: () => readonly Take[], near: () => readonly TakeId[] = () => [], projects: () => readonly Collection[] = () => []) {
    super();
    this.#source = source;
    this.#near = near;
    this.#projects = projects;
  }

  get query(): TakeQuery {
    return this.#query;
  }

  set query(query: TakeQuery) {
    this.#query = query;
  }

  /** Whether some takes may be left out. */
  get narrowed(): boolean {
    return isNarrowed(this.#query);
  }

  /** How many of those that are found have none of the words, and show what they mean. */
  get byMeaning(): number {
    return this.#byMeaning.length;
  }

  /** The takes that fit, in order; those that only their meaning found come last, the nearest first. */
  override get found(): readonly Take[] {
    return this.#found;
  }

  /** How many there are, found or not. */
  get total(): number {
    return this.#source().length;
  }

  /** What can be chosen in the filters. */
  get facets(): Facets {
    return this.#facets;
  }

  #nearOnes(): readonly Take[] {
    const near = this.#near();
    if (near.length === 0 || this.#query.words.trim() === '') return [];
    const known = new Set(this.#byWords.map(({ id }) => id));
    const others = new Map(filterTakes(this.#ordered, { ...this.#query, words: '' }, Date.now(), this.#projects()).map((take) => [take.id, take]));
    return near.flatMap((id) => (known.has(id) ? [] : (others.get(id) ?? [])));
  }

  /** Makes the takes ready for searching, a portion at a time, so that the first letter is as quick as the others. */
  async warm(signal: AbortSignal): Promise<void> {
    const takes = this.#source();
    for (let from = 0; from < takes.length && !signal.aborted; from += PORTION) {
      takes.slice(from, from + PORTION).forEach(foldedTake);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}
