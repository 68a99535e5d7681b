import { type Fault, FaultError } from '../schema/fault.ts';
import { fail, ok, type Result } from '../schema/result.ts';

/** What work gives, or the fault it threw. Bugs stay thrown. */
export async function asResult<Value>(work: () => Promise<Value>): Promise<Result<Value, Fault>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}
