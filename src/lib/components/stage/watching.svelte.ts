import type { TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { GalleryState } from '#lib/state/gallery/gallery.svelte.ts';
import type { EndedJob, JobsState, RunningJob } from '#lib/state/queue/jobs.svelte.ts';

/** What is on the stage. */
export type Scene =
  | { readonly kind: 'take'; readonly take: Take }
  | { readonly kind: 'forming'; readonly job: RunningJob }
  | { readonly kind: 'failed'; readonly job: EndedJob }
  | { readonly kind: 'empty' };

/** Follows the work, until a person picks a take to look at. */
export class Watching {
  #chosen = $state<TakeId | null>(null);
  readonly #scene = $derived.by((): Scene => {
    const chosen = this.#gallery.takes.find((take) => take.id === this.#chosen);
    if (chosen) return { kind: 'take', take: chosen };
    if (this.#jobs.running) return { kind: 'forming', job: this.#jobs.running };
    const newest = this.#gallery.takes[0];
    // Cancelling is silent here: the form still holds the words, and the queue what was cancelled.
    const failed = this.#jobs.ended
      .filter((job) => job.state !== 'cancelled')
      .reduce<EndedJob | undefined>((last, job) => (last && last.endedAt >= job.endedAt ? last : job), undefined);
    if (failed && (!newest || failed.endedAt > newest.createdAt)) return { kind: 'failed', job: failed };
    return newest ? { kind: 'take', take: newest } : { kind: 'empty' };
  });

  readonly #gallery: GalleryState;
  readonly #jobs: JobsState;

  constructor(gallery: GalleryState, jobs: JobsState) {
    this.#gallery = gallery;
    this.#jobs = jobs;
  }

  get scene(): Scene {
    return this.#scene;
  }

  /** Looks at one take, whatever is being made meanwhile. */
  choose(id: TakeId): void {
    this.#chosen = id;
  }

  /** Goes back to what is being made, or was made last. */
  follow(): void {
    this.#chosen = null;
  }
}
