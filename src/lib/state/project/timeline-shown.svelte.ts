import type { Span } from '#core/domain/timeline/timeline.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { Note } from '#core/schema/note.ts';
import type { Project } from '#core/schema/project.ts';
import { OneOfMany } from '../one-of-many.svelte.ts';

/** An edit moves all that comes after it; so long after the last one what follows at leisure is brought up to it. Milliseconds. */
const RESTED = 200;

/** What all blocks are drawn by. */
interface Followed {
  readonly scale: number;
  readonly drawn: Span;
  readonly film: Pick<Project, 'notes' | 'settings'>;
  readonly current: { readonly key: string } | undefined;
}

/**
 * What hundreds of blocks read of the timeline. It is written, not derived: what is derived from the film asks each of its
 * readers at every edit, and these hear only of what became another.
 */
export class TimelineShown {
  #scale = $state(1);
  #from = $state(0);
  #to = $state(0);
  #rate = $state.raw<FrameRate>({ numerator: 24, denominator: 1 });
  #notes = $state.raw<readonly Note[]>([]);
  #rests = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The cell that Tab reaches. */
  readonly current = new OneOfMany();

  /** To be called, in an effect, before the blocks are drawn. */
  follow({ scale, drawn, film, current }: Followed): void {
    this.#scale = scale;
    this.#from = drawn.start;
    this.#to = drawn.end;
    this.#rate = film.settings.frameRate;
    this.#notes = film.notes;
    this.current.choose(current?.key ?? null);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#rests += 1), RESTED);
  }

  /** Another number whenever nothing has changed for a moment. */
  get rests(): number {
    return this.#rests;
  }

  /** CSS pixels that a frame takes. */
  get scale(): number {
    return this.#scale;
  }

  /** The first frame that is drawn. */
  get from(): number {
    return this.#from;
  }

  /** The frame behind the last one that is drawn. */
  get to(): number {
    return this.#to;
  }

  get rate(): FrameRate {
    return this.#rate;
  }

  get notes(): readonly Note[] {
    return this.#notes;
  }
}
