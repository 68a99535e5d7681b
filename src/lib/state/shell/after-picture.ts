/**
 * Resolves once the picture of the moment is drawn, so that what a person has just done is seen before it is worked up. At once
 * where nothing is drawn: in a page that is hidden, or that is being left.
 */
export function afterPicture(): Promise<void> {
  if (document.visibilityState === 'hidden') return Promise.resolve();
  return new Promise((resolve) => {
    const over = new AbortController();
    const { signal } = over;
    const go = (): void => {
      over.abort();
      resolve();
    };
    for (const type of ['pagehide', 'visibilitychange'] as const) addEventListener(type, go, { signal, capture: true });
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        go();
      };
      port2.postMessage(0);
    });
  });
}
