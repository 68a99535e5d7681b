import { lead } from '#lib/queue/lead.ts';
import type { JobsState } from '../queue/jobs.svelte.ts';
import { idle } from '../shell/idle.ts';
import type { GalleryState } from './gallery.svelte.ts';
import type { TakeMeasuring } from './take-measuring.svelte.ts';

interface Parts {
  readonly measuring: Pick<TakeMeasuring, 'of' | 'faultOf' | 'measure' | 'unkept' | 'keep'>;
  readonly gallery: Pick<GalleryState, 'takes' | 'whenLoaded'>;
  readonly jobs: Pick<JobsState, 'running'>;
  /** The name under which the tabs agree which of them measures what nobody looks at. */
  readonly scope: string;
  /** How long a page is left alone after it has opened, and between two takes. Milliseconds. */
  readonly calm?: { readonly start: number; readonly between: number };
}

const CALM = { start: 15_000, between: 400 };

/** So many are kept at a time. */
const PORTION = 8;

/** Measures what nobody looks at, one by one in one of the tabs, while nothing is generated and the page has nothing else to do; until it is stopped. */
export function measureOthers({ measuring, gallery, jobs, scope, calm: { start, between } = CALM }: Parts, stop: AbortSignal): Promise<void> {
  return lead(
    `${scope}-measuring`,
    async (signal) => {
      await gallery.whenLoaded;
      await pause(start, signal);
      while (!signal.aborted) {
        await idle(5_000);
        if (signal.aborted) break;
        // What is generated has the machine to itself.
        const next = jobs.running ? undefined : gallery.takes.find((take) => !measuring.of(take) && !measuring.faultOf(take));
        if (next) await measuring.measure(next);
        if (!next || measuring.unkept >= PORTION) await measuring.keep();
        await pause(next ? between : start, signal);
      }
      await measuring.keep();
    },
    stop,
  );
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
