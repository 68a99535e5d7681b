import type { ModelId } from '#core/schema/catalogue.ts';
import type { OpfsModelShelf } from '#lib/storage/opfs-model-shelf.ts';
import { LEFT_MS, type ModelsAtWork } from './models-at-work.ts';

/**
 * Goes on with every model that was begun and not halted, also those whose tab was closed in the middle: in one tab of
 * all, until that tab is closed in its turn.
 */
export class FetchKeeper {
  readonly #works: ModelsAtWork;
  readonly #shelf: OpfsModelShelf;
  readonly #awaited = new Set<ModelId>();
  #isInCharge = false;

  constructor(works: ModelsAtWork, shelf: OpfsModelShelf) {
    this.#works = works;
    this.#shelf = shelf;
  }

  /** Waits for its turn; the browser gives it to the next when this tab ends. */
  begin(name: string): void {
    const held = navigator.locks.request(name, async () => {
      this.#isInCharge = true;
      addEventListener('online', () => void this.look(true));
      await this.look(true);
      await new Promise<never>(() => {});
    });
    // A page that may keep nothing has nothing to go on with.
    held.catch(() => undefined);
  }

  /** Looks for what nobody works on; to be called when something has changed. `again`: the hub may be back. */
  async look(again = false): Promise<void> {
    if (!this.#isInCharge) return;
    for (const id of await this.#works.unfinished(again)) void this.#goOnWith(id, again);
  }

  /** Waits until nobody has the model in hand. */
  async #goOnWith(id: ModelId, again: boolean): Promise<void> {
    if (this.#awaited.has(id)) return;
    this.#awaited.add(id);
    try {
      await navigator.locks.request(this.#shelf.lockOf(id), () => undefined);
      while (this.#works.isLeft(id)) await new Promise((resolve) => setTimeout(resolve, LEFT_MS));
      await this.#works.goOn(id, again);
    } finally {
      this.#awaited.delete(id);
    }
  }
}
