/**
 * How long to wait before each further try, in milliseconds. Chromium now and then cannot open a database
 * right after it was killed, and can a moment later.
 */
const PAUSES_MS = [100, 400, 1_500];

/** Opens something; where the browser fails for reasons of its own (`UnknownError`) it is tried again, four times in all. */
export async function openPatiently<Value>(open: () => Promise<Value>): Promise<Value> {
  for (const pause of PAUSES_MS) {
    try {
      return await open();
    } catch (error) {
      if (!isUnknownError(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return open();
}

/** Whether the browser failed without saying why. */
export function isUnknownError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'UnknownError';
}
