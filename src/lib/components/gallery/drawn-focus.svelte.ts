import { tick } from 'svelte';

/** The longest that drawing a row may take on a machine that is busy, in milliseconds. */
const DRAWN_MS = 3_000;

/** A grid as far as the focus goes. Places count from 0. */
interface Drawn {
  /** Undefined once the grid is gone: a wish for the focus may outlive it. */
  grid(): HTMLElement | undefined;
  /** What takes the focus at a place; null while it is not drawn. */
  cell(place: number): HTMLElement | null;
  /** Has a place drawn. */
  scrollTo(place: number): void;
}

/** The focus in a grid that draws only the rows in sight. */
export class DrawnFocus {
  #isDrawn = $state(true);
  #last: Element | null = null;
  readonly #parts: Drawn;

  constructor(parts: Drawn) {
    this.#parts = parts;
  }

  /** Whether the card that Tab reaches is drawn; else Tab is to reach the grid. */
  get isDrawn(): boolean {
    return this.#isDrawn;
  }

  /** Gives a place the focus and brings it into sight. A later wish replaces this one: then it `isWanted` no more. */
  async give(place: number, isWanted: () => boolean): Promise<void> {
    const { cell, grid, scrollTo } = this.#parts;
    await tick();
    if (!cell(place)) scrollTo(place);
    // A row takes the focus once it is drawn and measured.
    const until = performance.now() + DRAWN_MS;
    while (grid() && isWanted() && performance.now() < until) {
      const found = cell(place);
      found?.focus({ preventScroll: true });
      if (found && document.activeElement === found) return found.closest('[role=row]')?.scrollIntoView({ block: 'nearest' });
      await new Promise(requestAnimationFrame);
    }
  }

  /** To be called when other rows are drawn. `at`: the place that Tab reaches; `again` gives it the focus, or the one in its place. */
  look(at: number, isThere: boolean, again: () => void): void {
    const grid = this.#parts.grid();
    if (!grid) return;
    this.#isDrawn = this.#parts.cell(at) !== null;
    // The card that had the focus was scrolled out of sight: its keys go on working from the grid.
    const isLost = this.#last !== null && !this.#last.isConnected && document.activeElement === document.body;
    if (!isLost) return;
    if (isThere) grid.focus({ preventScroll: true });
    else again();
  }

  /** Hears what the focus comes to. By Tab it comes to the grid only while its card is out of sight. */
  enter({ target, relatedTarget }: FocusEvent, again: () => void): void {
    if (target !== this.#parts.grid()) this.#last = target as Element;
    // Without one before it, `look` has parked it there.
    else if (relatedTarget) again();
  }
}
