/**
 * Works while no other tab holds the lock of this name. A browser that lets a page keep nothing refuses
 * it locks, too; such a page shares nothing with other tabs, so the work is done without one.
 */
export async function whileHolding<Value>(name: string, work: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
  let begun = false;
  try {
    return await navigator.locks.request(name, signal ? { signal } : {}, () => {
      begun = true;
      return work();
    });
  } catch (error) {
    if (begun || !(error instanceof DOMException && error.name === 'SecurityError')) throw error;
    return work();
  }
}
