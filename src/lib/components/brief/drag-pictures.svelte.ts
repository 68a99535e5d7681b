/** Where a picture that is dragged would go: before the picture at this place, or at the end. */
interface Drop {
  readonly to: number;
}

/** Reorders pictures by mouse, finger or pen. The same can be done by keys. */
export class DragPictures {
  #asset = $state<string>();
  #drop = $state.raw<Drop>();
  readonly #order: () => readonly string[];
  readonly #move: (asset: string, to: number) => void;

  /** `order`: the pictures as they stand; `move` puts one at another place, counted from 0. */
  constructor(order: () => readonly string[], move: (asset: string, to: number) => void) {
    this.#order = order;
    this.#move = move;
  }

  carries(asset: string): boolean {
    return this.#asset === asset;
  }

  /** The edge of a picture at which the one that is dragged would go in. */
  mark(asset: string): 'before' | 'after' | undefined {
    if (this.#asset === undefined || !this.#drop || this.#asset === asset) return undefined;
    const [from, at] = [this.#order().indexOf(this.#asset), this.#order().indexOf(asset)];
    if (at !== this.#drop.to) return undefined;
    return at < from ? 'before' : 'after';
  }

  /** Takes hold until the pointer is let go. Escape lets go without moving. */
  start(event: PointerEvent, asset: string): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.#asset = asset;
    const grip = event.currentTarget as HTMLElement;
    grip.setPointerCapture(event.pointerId);
    const over = new AbortController();
    const { signal } = over;
    const end = () => {
      over.abort();
      this.#asset = this.#drop = undefined;
    };
    grip.addEventListener('pointermove', ({ clientX, clientY }) => this.#look(clientX, clientY), { signal });
    grip.addEventListener('pointercancel', end, { signal });
    grip.addEventListener(
      'pointerup',
      () => {
        const drop = this.#drop;
        end();
        if (drop) this.#move(asset, drop.to);
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

  #look(x: number, y: number): void {
    const tile = document.elementsFromPoint(x, y).map((found) => found.closest<HTMLElement>('[data-picture]')).find((found) => found !== null);
    const to = tile ? this.#order().indexOf(tile.dataset['picture']!) : -1;
    this.#drop = to < 0 || tile?.dataset['picture'] === this.#asset ? undefined : { to };
  }
}
