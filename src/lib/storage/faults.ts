import { FaultError, type FaultReason } from '#core/schema/fault.ts';

/** Runs storage work and turns what the browser throws into faults: a full disk is `no-room-on-disk`, all else `otherwise` where given. */
export async function reportingFaults<Value>(work: () => Promise<Value>, otherwise?: FaultReason): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FaultError) throw error;
    if (isQuotaError(error)) throw new FaultError('no-room-on-disk', await room(), { cause: error });
    if (otherwise) throw new FaultError(otherwise, {}, { cause: error });
    throw error;
  }
}

/** Whether an error says that the disk, or what the browser allots of it, is full. */
export function isQuotaError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

async function room(): Promise<Record<string, number>> {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return quota === undefined || usage === undefined ? {} : { free: Math.max(0, quota - usage) };
}
