import { snapPoints, snapTo } from '#core/domain/timeline/timeline.ts';
import { OneOfMany } from '#lib/state/one-of-many.svelte.ts';
import type { TimelineActions } from '#lib/state/project/timeline-actions.svelte.ts';
import type { TimelineClip, TimelineState } from '#lib/state/project/timeline.svelte.ts';

export type Grip = 'start' | 'end' | 'body' | 'slip';

/** What is under the pointer, and how far it was drawn. Frames. */
interface Drawn {
  readonly key: string;
  readonly grip: Grip;
  readonly by: number;
  /** The frame of the film that an edge snapped to. */
  readonly at: number | undefined;
}

/** So far, in CSS pixels, a pointer moves before a press becomes a drag. */
const SLACK = 4;
/** So long a finger rests before it takes hold, in milliseconds: sooner, it scrolls. */
const HOLD = 300;
/** So near, in CSS pixels, things snap. */
const REACH = 10;

/** What a pointer that is no finger takes hold of: an edge where it is near one, else the clip, or with Alt its pictures. */
export function gripUnder({ clientX, altKey }: PointerEvent, block: HTMLElement): Grip {
  const { left, right } = block.getBoundingClientRect();
  const reach = Math.min(8, (right - left) / 4);
  if (clientX - left < reach) return 'start';
  if (right - clientX < reach) return 'end';
  return altKey ? 'slip' : 'body';
}

/** A finger beside one that is down already: the two zoom, wherever they lie, also on both edges of one clip. */
const isSecondFinger = ({ pointerType, isPrimary }: PointerEvent): boolean => pointerType === 'touch' && !isPrimary;

/** Trims, moves and slips clips by pointer. Keys and the menu do the same. */
export class DragClip {
  #drawn = $state.raw<Drawn | null>(null);
  /** The clip that is drawn. */
  readonly held = new OneOfMany();
  /** The frames to snap to, as long as something is drawn. */
  #points: readonly number[] = [];
  readonly #timeline: TimelineState;
  readonly #actions: TimelineActions;
  readonly #playhead: () => number;
  readonly #beats: () => readonly number[];

  /** `beats`: frames of the film at which its song has one. */
  constructor(timeline: TimelineState, actions: TimelineActions, playhead: () => number, beats: () => readonly number[] = () => []) {
    this.#timeline = timeline;
    this.#actions = actions;
    this.#playhead = playhead;
    this.#beats = beats;
  }

  /** The frame that what is drawn has snapped to; undefined where it has not. */
  get snappedTo(): number | undefined {
    return this.#drawn?.at;
  }

  get drawn(): Drawn | null {
    return this.#drawn;
  }

  /** A finger that rests takes hold of a clip; one that moves at once scrolls, one that stays asks for the menu. */
  hold(event: PointerEvent, cell: TimelineClip): void {
    if (isSecondFinger(event)) return;
    const over = new AbortController();
    const { signal } = over;
    const end = (): void => over.abort();
    let held = false;
    const timer = setTimeout(() => {
      held = true;
      this.start(event, cell, 'body');
    }, HOLD);
    signal.addEventListener('abort', () => clearTimeout(timer));
    // Two fingers zoom.
    addEventListener('pointerdown', ({ pointerId }) => pointerId !== event.pointerId && end(), { signal, capture: true });
    addEventListener('pointermove', (moved) => !held && Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY) > SLACK && end(), { signal });
    // What is held does not scroll; only a listener that is there from the beginning may say so.
    event.currentTarget?.addEventListener('touchmove', (moved) => held && moved.cancelable && moved.preventDefault(), { signal, passive: false });
    for (const type of ['pointerup', 'pointercancel', 'contextmenu'] as const) addEventListener(type, end, { signal });
  }

  /** Begins when a pressed pointer moves; a press that does not is a click. Escape lets go without a change. */
  start(event: PointerEvent, cell: TimelineClip, grip: Grip): void {
    if (event.button !== 0 || isSecondFinger(event)) return;
    const { clientX: from } = event;
    const scrolled = this.#timeline.left;
    const over = new AbortController();
    const { signal } = over;
    const clicked = new AbortController();
    const end = (): void => {
      over.abort();
      setTimeout(() => clicked.abort());
      this.#drawn = null;
      this.held.choose(null);
    };
    const by = (x: number): Pick<Drawn, 'by' | 'at'> => this.#snapped(cell, grip, (x - from + this.#timeline.left - scrolled) / this.#timeline.scale);
    addEventListener(
      'pointermove',
      (moved) => {
        if (!this.#drawn && Math.abs(moved.clientX - from) < SLACK) return;
        if (!this.#drawn) {
          this.held.choose(cell.key);
          this.#points = this.#pointsBeside(cell);
          addEventListener('click', (click) => click.stopPropagation(), { capture: true, signal: clicked.signal });
        }
        moved.preventDefault();
        this.#drawn = { key: cell.key, grip, ...by(moved.clientX) };
      },
      { signal },
    );
    addEventListener('pointercancel', end, { signal });
    addEventListener('contextmenu', end, { signal });
    addEventListener('pointerdown', ({ pointerId }) => pointerId !== event.pointerId && end(), { signal, capture: true });
    addEventListener(
      'pointerup',
      () => {
        const drawn = this.#drawn;
        end();
        if (drawn) this.#put(cell, drawn);
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

  /** So many frames that an edge lies on another edge, a marker, a beat or the playhead, where one is near. */
  #snapped({ place }: TimelineClip, grip: Grip, by: number): Pick<Drawn, 'by' | 'at'> {
    const { scale, snap } = this.#timeline;
    const whole = Math.round(by);
    if (!snap || grip === 'slip') return { by: whole, at: undefined };
    const points = this.#points;
    const edges = grip === 'body' ? [place.start, place.end] : [place[grip]];
    const moved = edges.map((edge) => {
      const at = snapTo(edge + whole, points, REACH / scale);
      return { by: at - edge, at };
    });
    return moved.find((one) => one.by !== whole) ?? { by: whole, at: moved.find(({ at }) => points.includes(at))?.at };
  }

  #pointsBeside({ key }: TimelineClip): readonly number[] {
    const { clips, film } = this.#timeline;
    const others = clips.filter((one) => one.key !== key).map((one) => one.place);
    return snapPoints(others, [this.#playhead(), ...film.markers.map(({ at }) => at), ...this.#beats()]);
  }

  #put(cell: TimelineClip, { grip, by }: Drawn): void {
    if (grip === 'slip') return this.#actions.slip(cell, -by);
    if (grip === 'start') return this.#actions.trim(cell, 'start', by);
    if (grip === 'end') return this.#actions.trim(cell, 'end', -by);
    if (!this.#timeline.ripple) return this.#actions.place(cell, cell.place.start + by);
    const middle = (cell.place.start + cell.place.end) / 2 + by;
    const others = this.#timeline.clips.filter((one) => one.key !== cell.key);
    const next = others.find(({ place }) => (place.start + place.end) / 2 > middle);
    if (next !== this.#timeline.clips[this.#timeline.clips.indexOf(cell) + 1]) this.#actions.reorder(cell, next);
  }
}
