import type { CancelSignal } from '#core/domain/generate/engine.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, type Result } from '#core/schema/result.ts';

/** How often it is looked whether to cancel, in milliseconds. */
const LOOK_MS = 25;

/** What is waited for, or `cancelled` as soon as the signal says so. */
export function unlessCancelled<Value>(waited: Promise<Result<Value, Fault>>, signal: CancelSignal): Promise<Result<Value, Fault>> {
  return new Promise((resolve, reject) => {
    const looking = setInterval(() => signal.aborted && resolve(fail({ reason: 'cancelled', facts: {} })), LOOK_MS);
    void waited.then(resolve, reject).finally(() => clearInterval(looking));
  });
}
