import type { CancelSignal } from '#core/domain/generate/engine.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, type Result } from '#core/schema/result.ts';

/** How often it is looked whether to cancel, in milliseconds. */
const LOOK_MS = 25;

/**
 * The outcome of work, or `cancelled` at once where the signal says so while the work only waits. Work that has
 * begun obeys the signal by itself.
 */
export function cancelledWhileWaiting<Value>(
  work: Promise<Result<Value, Fault>>,
  signal: CancelSignal,
  isWaiting: () => boolean,
): Promise<Result<Value, Fault>> {
  return new Promise((resolve, reject) => {
    const looking = setInterval(() => {
      if (isWaiting() && signal.aborted) resolve(fail({ reason: 'cancelled', facts: {} }));
      else if (isWaiting()) return;
      clearInterval(looking);
    }, LOOK_MS);
    void work.then(resolve, reject).finally(() => clearInterval(looking));
  });
}
