import { getContext, setContext } from 'svelte';
import type { Neighbour } from '#lib/queue/events.ts';
import type { QueueList, Row } from '#lib/state/queue/queue-list.svelte.ts';
import type { JobRecord } from '#lib/storage/records.ts';

/** Where what is dragged would go. */
interface Drop {
  readonly key: string;
  readonly side: 'before' | 'after';
  readonly neighbour: Neighbour;
}

/** So near the window's edge, in CSS pixels, the page begins to scroll. */
const EDGE = 72;
const SCROLL_STEP = 12;

/** Reorders the line by pointer, finger or pen. The same can be done by keys and by the menu. */
export class DragOrder {
  #jobs = $state.raw<readonly JobRecord[]>([]);
  #drop = $state.raw<Drop | null>(null);
  readonly #queue: QueueList;
  /** Where the pointer is in the window. */
  #x = 0;
  #y = 0;

  constructor(queue: QueueList) {
    this.#queue = queue;
  }

  /** Whether a row is on its way. */
  carries({ jobs }: Row): boolean {
    return this.#jobs.length > 0 && jobs.every(({ id }) => this.#jobs.some((job) => job.id === id));
  }

  /** The edge of a row at which what is dragged would go in. */
  mark(key: string): 'before' | 'after' | undefined {
    return this.#drop?.key === key ? this.#drop.side : undefined;
  }

  /** Takes hold of a row, or of all that is chosen with it, until the pointer is let go. Escape lets go without moving. */
  start(event: PointerEvent, row: Row): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.#jobs = this.#queue.targets(row).filter(({ id }) => this.#queue.place(id) !== undefined);
    const grip = event.currentTarget as HTMLElement;
    grip.setPointerCapture(event.pointerId);
    const over = new AbortController();
    const { signal } = over;
    const end = () => {
      over.abort();
      this.#jobs = [];
      this.#drop = null;
    };
    [this.#x, this.#y] = [event.clientX, event.clientY];
    const move = (moved: PointerEvent) => {
      [this.#x, this.#y] = [moved.clientX, moved.clientY];
      this.#look();
    };
    grip.addEventListener('pointermove', move, { signal });
    grip.addEventListener('pointercancel', end, { signal });
    grip.addEventListener(
      'pointerup',
      () => {
        const [jobs, drop] = [this.#jobs, this.#drop];
        end();
        if (drop) void this.#queue.actions.place(jobs, drop.neighbour);
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
    const scroll = () => {
      if (signal.aborted) return;
      const by = this.#y < EDGE ? -SCROLL_STEP : this.#y > innerHeight - EDGE ? SCROLL_STEP : 0;
      if (by !== 0) {
        scrollBy({ top: by, behavior: 'instant' });
        // Other rows come under a pointer that stands still.
        this.#look();
      }
      requestAnimationFrame(scroll);
    };
    requestAnimationFrame(scroll);
  }

  /** Finds the row under the pointer. */
  #look(): void {
    const element = document
      .elementsFromPoint(this.#x, this.#y)
      .map((found) => found.closest<HTMLElement>('[data-in-line]'))
      .find((found) => found !== null);
    const row = element && this.#queue.rows.find(({ key }) => key === element.dataset['key']);
    if (!row) return;
    const { top, height } = element.getBoundingClientRect();
    this.#drop = this.carries(row) ? null : this.#dropAt(row, this.#y < top + height / 2 ? 'before' : 'after');
  }

  #dropAt(row: Row, side: 'before' | 'after'): Drop | null {
    const inLine = row.jobs.filter(({ id }) => this.#queue.place(id) !== undefined);
    const [first, last] = [inLine[0], inLine.at(-1)];
    if (!first || !last) return null;
    // Below the header of an open batch means above its first job.
    const before = side === 'before' || (row.kind === 'batch' && this.#queue.isOpen(row));
    return { key: row.key, side, neighbour: before ? { before: first.id } : { after: last.id } };
  }
}

const KEY = Symbol('drag-order');

/** Makes the drag of a list and hands it to its rows. */
export function setDragOrder(queue: QueueList): DragOrder {
  return setContext(KEY, new DragOrder(queue));
}

export function getDragOrder(): DragOrder {
  return getContext<DragOrder>(KEY);
}
