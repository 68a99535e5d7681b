import { getContext, setContext } from 'svelte';
import type { BoardActions } from '#lib/state/project/board-actions.ts';
import type { BoardState, Cell } from '#lib/state/project/board.svelte.ts';

/** Where what is dragged would go: beside a cell, or into a scene without clips. */
interface Drop {
  readonly key: string;
  readonly side: 'before' | 'after' | 'into';
}

/** So far, in CSS pixels, a pointer moves before a press becomes a drag. */
const SLACK = 6;
/** So near the window's edge, in CSS pixels, the page begins to scroll. */
const EDGE = 72;
const SCROLL_STEP = 12;

/** Moves cells of the board by pointer. Keys and the menu do the same. */
export class DragCells {
  #carried = $state.raw<readonly string[]>([]);
  #drop = $state.raw<Drop | null>(null);
  readonly #board: BoardState;
  readonly #actions: BoardActions;

  constructor(board: BoardState, actions: BoardActions) {
    this.#board = board;
    this.#actions = actions;
  }

  carries(key: string): boolean {
    return this.#carried.includes(key);
  }

  mark(key: string): Drop['side'] | undefined {
    return this.#drop?.key === key ? this.#drop.side : undefined;
  }

  /** Begins when a pressed pointer moves; a press that does not is a click. Escape lets go without moving. */
  start(event: PointerEvent, cell: Cell): void {
    if (event.button !== 0) return;
    const from = { x: event.clientX, y: event.clientY };
    const over = new AbortController();
    const { signal } = over;
    const clicked = new AbortController();
    let y = from.y;
    const end = (): void => {
      over.abort();
      setTimeout(() => clicked.abort());
      this.#carried = [];
      this.#drop = null;
    };
    const begin = (): void => {
      this.#carried = cell.kind === 'scene' ? [cell.key] : this.#board.targets(cell).map(({ key }) => key);
      const scroll = (): void => {
        if (signal.aborted) return;
        const by = y < EDGE ? -SCROLL_STEP : y > innerHeight - EDGE ? SCROLL_STEP : 0;
        if (by !== 0) scrollBy({ top: by, behavior: 'instant' });
        requestAnimationFrame(scroll);
      };
      requestAnimationFrame(scroll);
      // The click that ends a drag opens nothing.
      addEventListener('click', (click) => click.stopPropagation(), { capture: true, signal: clicked.signal });
    };
    addEventListener(
      'pointermove',
      (moved) => {
        y = moved.clientY;
        if (this.#carried.length === 0) {
          if (Math.hypot(moved.clientX - from.x, moved.clientY - from.y) < SLACK) return;
          begin();
        }
        moved.preventDefault();
        this.#drop = this.#dropAt(moved.clientX, moved.clientY, cell.kind);
      },
      { signal },
    );
    addEventListener('pointercancel', end, { signal });
    addEventListener(
      'pointerup',
      () => {
        const [carried, drop] = [this.#carried, this.#drop];
        end();
        if (carried.length > 0 && drop) this.#put(carried, drop, cell);
      },
      { signal },
    );
    addEventListener(
      'keydown',
      (key) => {
        if (key.key !== 'Escape') return;
        key.preventDefault();
        key.stopPropagation();
        end();
      },
      { signal, capture: true },
    );
  }

  #dropAt(x: number, y: number, kind: Cell['kind']): Drop | null {
    const element = cellAt(x, y);
    const target = element ? this.#board.find(element.dataset['cell'] ?? element.dataset['line'] ?? null) : undefined;
    if (!element || !target) return null;
    const { left, top, width, height } = element.getBoundingClientRect();
    if (kind === 'scene') {
      const head = target.kind === 'scene' ? target : target.row;
      return this.carries(head.key) ? null : { key: head.key, side: y < top + height / 2 ? 'before' : 'after' };
    }
    if (target.kind === 'scene') return { key: target.key, side: 'into' };
    return this.carries(target.key) ? null : { key: target.key, side: x < left + width / 2 ? 'before' : 'after' };
  }

  #put(carried: readonly string[], { key, side }: Drop, cell: Cell): void {
    const target = this.#board.find(key);
    if (!target) return;
    if (cell.kind === 'scene') {
      if (target.kind !== 'scene') return;
      const next = side === 'before' ? target : this.#board.rows[target.number]?.head;
      return this.#actions.placeScene(cell.id, next?.id ?? null, cell.key);
    }
    const ids = this.#board.clips.filter((one) => carried.includes(one.key)).map(({ id }) => id);
    // Onto a scene's head means to its beginning.
    const scene = target.kind === 'scene' ? target.scene : target.row.scene;
    const next = target.kind === 'scene' ? scene.clips[0] : side === 'before' ? target.stack : this.#actions.nextOf(target);
    this.#actions.place(ids, { scene: scene.id, before: next?.inCut ?? null }, cell.key);
  }
}

/** The cell at a point; beside the cards of a line the nearest of them; a scene's line where it has no clips. */
function cellAt(x: number, y: number): HTMLElement | undefined {
  const found = document.elementsFromPoint(x, y);
  const cell = found.map((one) => one.closest<HTMLElement>('[data-cell]')).find((one) => one !== null);
  if (cell) return cell;
  const line = found.map((one) => one.closest<HTMLElement>('[data-line]')).find((one) => one !== null);
  if (!line) return undefined;
  const away = (one: HTMLElement): number => {
    const { left, right } = one.getBoundingClientRect();
    return Math.max(left - x, x - right);
  };
  return [...line.querySelectorAll<HTMLElement>('[data-cell]')].toSorted((a, b) => away(a) - away(b))[0] ?? line;
}

const KEY = Symbol('drag-cells');

export const setDragCells = (drag: DragCells): DragCells => setContext(KEY, drag);
export const getDragCells = (): DragCells => getContext<DragCells>(KEY);
