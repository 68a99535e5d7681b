import { tick } from 'svelte';

/** The longest that drawing a row may take on a machine that is busy, in milliseconds. */
const DRAWN_MS = 3_000;

/** A grid as far as the focus goes. Its current cell is the one that Tab reaches and that its keys are about. */
interface Drawn {
  /** Undefined once the grid is gone: a wish for the focus may outlive it. */
  grid(): HTMLElement | undefined;
  /** The name of the current cell; undefined while there is none. */
  key(): string | undefined;
  /** What takes the focus for the current cell; null while it is not drawn. */
  cell(): HTMLElement | null;
  /** Has the current cell drawn; false while nothing is drawn yet. */
  scrollTo(): boolean;
}

/**
 * The focus in a grid that draws only the rows in sight. Whatever becomes of the cell that had it, it stays in the grid, which
 * hears all keys: between two of them the page itself never has it, where a quick key would be lost.
 */
export class DrawnFocus {
  #isDrawn = $state(true);
  /** What of the grid has the focus or lost it by no doing of the person, and which cell was the current one then. */
  #last: Element | null = null;
  #lastKey: string | undefined;
  /** Counts up: a later wish replaces an earlier one. */
  #wish = 0;
  #isWished = false;
  #isPressed = false;
  readonly #parts: Drawn;

  /** Belongs to the component that makes it. */
  constructor(parts: Drawn) {
    this.#parts = parts;
    $effect(() => {
      void parts.key();
      void tick().then(() => this.#look());
    });
  }

  /** Whether the current cell is drawn; else Tab is to reach the grid. */
  get isDrawn(): boolean {
    return this.#isDrawn;
  }

  /** Gives the current cell the focus and brings it into sight. */
  async give(): Promise<void> {
    const isGiven = await this.#carryOut(true);
    if (isGiven) this.#parts.cell()?.closest('[role=row]')?.scrollIntoView({ block: 'nearest' });
  }

  /** Sees to the focus whenever other rows are drawn. To be attached to the grid. */
  readonly watch = (grid: HTMLElement): (() => void) => {
    const stop = new AbortController();
    const { signal } = stop;
    const observer = new MutationObserver(() => this.#look());
    observer.observe(grid, { childList: true, subtree: true });
    grid.addEventListener('focusin', (event) => this.#enter(event), { signal });
    grid.addEventListener('focusout', (event) => this.#leave(event), { signal });
    for (const name of ['pointerdown', 'pointerup', 'pointercancel']) addEventListener(name, () => (this.#isPressed = name === 'pointerdown'), { signal, capture: true });
    return () => {
      observer.disconnect();
      stop.abort();
    };
  };

  /** Once other rows are drawn, or another cell is the current one. */
  #look(): void {
    const { grid, cell, key } = this.#parts;
    const here = grid();
    if (!here) return;
    const current = cell();
    this.#isDrawn = current !== null;
    // What had it was moved, taken away, or hidden until it is measured.
    if (this.#last !== null && document.activeElement === document.body) here.focus({ preventScroll: true });
    if (document.activeElement !== here || this.#isWished || this.#last === null) return;
    // The one in its place takes the focus; what was scrolled out of sight takes it again once it is back.
    if (key() !== this.#lastKey) void this.give();
    else if (current) void this.#carryOut(false);
  }

  /** Resolves with true once the cell has the focus, which it takes when it is drawn and measured; false where another wish came, or none can be met. */
  async #carryOut(scrolls: boolean): Promise<boolean> {
    const { grid, cell, scrollTo } = this.#parts;
    const wish = ++this.#wish;
    this.#isWished = true;
    await tick();
    const until = performance.now() + DRAWN_MS;
    let isScrolled = !scrolls;
    while (grid() && wish === this.#wish && performance.now() < until) {
      const found = cell();
      found?.focus({ preventScroll: true });
      if (found && document.activeElement === found) break;
      // Until then the keys are heard by what of the grid has the focus, or by the grid.
      if (!grid()?.contains(document.activeElement)) grid()?.focus({ preventScroll: true });
      if (!isScrolled && !found) isScrolled = scrollTo();
      await new Promise(requestAnimationFrame);
    }
    if (wish !== this.#wish) return false;
    this.#isWished = false;
    return grid() !== undefined && document.activeElement === cell();
  }

  #enter({ target, relatedTarget }: FocusEvent): void {
    const grid = this.#parts.grid();
    if (target !== grid) {
      this.#last = target as Element;
      this.#lastKey = this.#parts.key();
    } else if (relatedTarget && !this.#isWished && !grid?.matches(':active')) {
      // By Tab it comes to the grid only while its current cell is out of sight.
      void this.give();
    }
  }

  #leave({ target, relatedTarget }: FocusEvent): void {
    const grid = this.#parts.grid();
    if (relatedTarget instanceof Node) {
      if (!grid?.contains(relatedTarget)) this.#letGo();
      return;
    }
    // What becomes of the cell shows once that is done. Who presses beside it wants it to let go.
    queueMicrotask(() => {
      if (document.activeElement !== document.body) return;
      if (target === grid || (this.#isPressed && isShown(target as Element))) this.#letGo();
      else this.#look();
    });
  }

  /** The person has gone elsewhere. */
  #letGo(): void {
    this.#last = null;
    this.#isWished = false;
    this.#wish += 1;
  }
}

const isShown = (element: Element): boolean => element.isConnected && element.checkVisibility({ visibilityProperty: true });
