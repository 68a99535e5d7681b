import type { Progress } from '#core/schema/progress.ts';
import { saidDuration } from '../ui/figures.ts';

/** What is being done, as it stands in the corner of the stage. */
export function stageWords({ stage, step, steps }: Progress): string {
  switch (stage) {
    case 'load':
      return 'Waking the model';
    case 'encode-text':
      return 'Reading the words';
    case 'encode-picture':
      return 'Looking at the picture';
    case 'denoise':
      return `Step ${Math.min(step + 1, steps)} of ${steps}`;
    case 'decode':
      return 'Developing the frames';
    case 'enhance':
      return `Working on the frames, ${Math.floor((100 * step) / steps)} %`;
    case 'encode-media':
      return 'Writing the film';
  }
}

/** How long it will still take, as far as one can tell. */
export function leftWords(etaMs: number | null): string {
  return etaMs === null ? 'Just begun' : `About ${saidDuration(etaMs)} left`;
}
