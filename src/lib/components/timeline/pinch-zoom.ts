import type { Attachment } from 'svelte/attachments';

/**
 * Ctrl and wheel, which is also a pinch on a touch pad, and two fingers. `zoom` is called with a factor and the place to zoom
 * around, in CSS pixels from the element's left edge.
 */
export const pinchZoom =
  (zoom: (factor: number, anchor: number) => void): Attachment<HTMLElement> =>
  (element) => {
    const stop = new AbortController();
    const options = { signal: stop.signal, passive: false };
    const anchor = (x: number): number => x - element.getBoundingClientRect().left;
    let apart = 0;
    element.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        zoom(Math.exp(-event.deltaY * 0.004), anchor(event.clientX));
      },
      options,
    );
    element.addEventListener(
      'touchmove',
      (event) => {
        const [one, other] = event.touches;
        if (!one || !other) return;
        // What is zoomed does not scroll away under the fingers.
        if (event.cancelable) event.preventDefault();
        const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        if (apart > 0) zoom(now / apart, anchor((one.clientX + other.clientX) / 2));
        apart = now;
      },
      options,
    );
    for (const type of ['touchend', 'touchcancel'] as const) element.addEventListener(type, () => (apart = 0), options);
    return () => stop.abort();
  };
