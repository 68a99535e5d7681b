import { stageProgress } from '#core/pipelines/job-progress.ts';
import type { RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { LaneContext } from '../lane.ts';
import type { AcceleratorLink, LinkEvent } from './ports.ts';

/** The part of the whole that is done when the accelerator has made the file: getting it here is the rest. */
const MADE = 0.9 * stageProgress('encode-media', 0, 1).fraction;

/** Progress while the file is on its way here; `fraction` of it has come. */
export function onTheWay(fraction: number): Progress {
  const end = stageProgress('encode-media', 0, 1);
  return { ...end, fraction: MADE + (end.fraction - MADE) * fraction };
}

type NewsContext = Pick<LaneContext, 'job' | 'signal' | 'onProgress' | 'onPreview'>;

/** What the line tells of one job, while this browser follows it. */
export class RemoteNews {
  readonly #context: NewsContext;
  readonly #stop: () => void;
  #job: RemoteJob | undefined;
  #breaks = 0;
  #rung = false;
  #wake: (() => void) | undefined;

  constructor(link: AcceleratorLink, context: NewsContext) {
    this.#context = context;
    const ring = () => this.#ring();
    const unsubscribe = link.subscribe((event) => this.#hear(event));
    context.signal.addEventListener('abort', ring);
    this.#stop = () => {
      unsubscribe();
      context.signal.removeEventListener('abort', ring);
    };
  }

  /** The job as it was last told; undefined while it is not known there. */
  get job(): RemoteJob | undefined {
    return this.#job;
  }

  /** How often the line was not there. */
  get breaks(): number {
    return this.#breaks;
  }

  note(job: RemoteJob): void {
    this.#job = job;
    this.#ring();
  }

  /** What was told is not to be relied upon any more. */
  forget(): void {
    this.#job = undefined;
  }

  /** Resolves at the next news, at once where there were some since the last time, or after so many milliseconds. */
  async wait(milliseconds?: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#rung = false;
    this.#wake = undefined;
  }

  dispose(): void {
    this.#stop();
  }

  #ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  #hear(event: LinkEvent): void {
    const { job: id } = this.#context;
    switch (event.kind) {
      case 'state':
        // Once it is there again it is asked anew: it may have forgotten.
        if (event.state.kind !== 'connected') {
          this.#breaks += 1;
          this.forget();
        }
        return this.#ring();
      case 'job':
        return event.job.order.id === id ? this.note(event.job) : undefined;
      case 'gone':
        if (event.id !== id) return;
        this.forget();
        return this.#ring();
      case 'progress':
        if (event.id !== id) return;
        return this.#context.onProgress({ ...event.progress, fraction: event.progress.fraction * MADE });
      case 'preview':
        if (event.id === id) this.#context.onPreview?.(event.frame);
        return;
    }
  }
}
