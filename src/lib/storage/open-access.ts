import type { WorkerAccess, WorkerFileHandle } from './write-blob.ts';

/** How often, and how long in between, a file is tried that a worker that has just ended may still be holding. Milliseconds. */
const [TRIES, TRY_MS] = [40, 50];

/** Opens a file for writing, in a worker. Throws what the browser throws when somebody else keeps it open. */
export async function openPatiently(handle: WorkerFileHandle): Promise<WorkerAccess> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await handle.createSyncAccessHandle();
    } catch (error) {
      const isHeld = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!isHeld || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, TRY_MS));
    }
  }
}
