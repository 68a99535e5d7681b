import type { JobId } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';

/** Announcements come no closer together than this, in milliseconds. */
const PAUSE_MS = 5_000;

/**
 * Turns progress into few spoken sentences: the start and each quarter, at most one in five seconds.
 * Returns the function that is told of every progress.
 */
export function announceProgress(
  say: (text: string) => void,
  now: () => number = () => performance.now(),
): (id: JobId, progress: Progress) => void {
  let current: JobId | undefined;
  let saidQuarter = 0;
  let saidAt = -Infinity;
  return (id, progress) => {
    if (id !== current) {
      current = id;
      saidQuarter = 0;
      saidAt = now();
      say('Generating has started.');
      return;
    }
    const quarter = Math.floor(progress.fraction * 4);
    if (quarter <= saidQuarter || quarter >= 4 || now() - saidAt < PAUSE_MS) return;
    saidQuarter = quarter;
    saidAt = now();
    say(`${quarter * 25} percent done.`);
  };
}
