/** Resolves when the page has nothing else to do, or after a while where it always has. Milliseconds. */
export function idle(within: number): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no word for it.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: within });
    else setTimeout(resolve, 50);
  });
}
