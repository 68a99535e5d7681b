import { all, among, nothingSelected, type Selection, stretched, toggled } from '#core/domain/timeline/selection.ts';

/** Things on the screen, in order, of which one is the current one and any number are selected. */
export abstract class CardList<Id extends string, Item extends { readonly id: Id }> {
  #chosen = $state.raw<Selection<Id>>(nothingSelected());
  #current = $state<Id | null>(null);
  /** Where the current one was last: when it is gone, the next one stands there. */
  #place = 0;
  readonly #ids = $derived.by(() => this.found.map(({ id }) => id));
  readonly #at = $derived.by(() => {
    const index = this.#current === null ? -1 : this.#ids.indexOf(this.#current);
    if (index >= 0) this.#place = index;
    return Math.min(this.#place, this.#ids.length - 1);
  });
  readonly #selection = $derived(among(this.#chosen, this.#ids));
  readonly #selected = $derived.by(() => this.found.filter(({ id }) => this.#selection.ids.has(id)));

  /** What was found, in order. */
  abstract get found(): readonly Item[];

  /** Their ids, in order. */
  get ids(): readonly Id[] {
    return this.#ids;
  }

  /** Which one the keys are about; -1 where nothing was found. */
  get at(): number {
    return this.#at;
  }

  /** Makes one the current one. */
  focus(id: Id): void {
    this.#current = id;
  }

  /** Those of the found ones that are selected, in order. */
  get selected(): readonly Item[] {
    return this.#selected;
  }

  has(id: Id): boolean {
    return this.#selection.ids.has(id);
  }

  toggle(id: Id): void {
    this.#chosen = toggled(this.#selection, id);
  }

  /** Selects all from where the last single step was made, or else from `from`, to `id`. */
  stretch(id: Id, from?: Id): void {
    this.#chosen = stretched(this.#selection, this.#ids, id, from);
  }

  selectAll(): void {
    this.#chosen = all(this.#ids);
  }

  clear(): void {
    this.#chosen = nothingSelected();
  }
}
