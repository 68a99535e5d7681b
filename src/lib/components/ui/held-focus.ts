/** What can take the focus. */
const TAKES = 'button:enabled, a[href], input:enabled, textarea:enabled, select:enabled, [tabindex]:not([tabindex="-1"])';

/**
 * Keeps the focus where a person works when what had it is taken away or switched off by what they did: "Write" becomes
 * "Cancel", "Pause" becomes "Continue". It goes to the first that can take it in the place of the same name
 * (`data-place`), as soon as there is one; where the place itself is gone, to another of its kind (`bin-1` for `bin-2`),
 * else to the first place there is. To be attached to something that stays.
 */
export function heldFocus(container: HTMLElement): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let last: HTMLElement | undefined;
  let place: string | undefined;

  const letGo = () => (last = place = undefined);
  const isGone = () => last !== undefined && (!last.isConnected || last.matches(':disabled') || !last.checkVisibility());
  const within = (spot: Element | undefined) => spot?.querySelector<HTMLElement>(TAKES) ?? undefined;

  function look(): void {
    if (place === undefined || !isGone() || (document.activeElement !== document.body && document.activeElement !== last)) return;
    const places = [...container.querySelectorAll<HTMLElement>('[data-place]')];
    const same = places.find(({ dataset }) => dataset.place === place);
    const kind = place.split('-')[0];
    // A place without anything for the moment is waited for.
    const next = same ? within(same) : within(places.findLast(({ dataset }) => dataset.place?.split('-')[0] === kind)) ?? within(places[0]);
    next?.focus({ preventScroll: false });
  }

  container.addEventListener('focusin', ({ target }) => {
    last = target as HTMLElement;
    place = last.closest<HTMLElement>('[data-place]')?.dataset.place;
  }, { signal });
  container.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !container.contains(relatedTarget)) letGo();
  }, { signal });
  // Who presses beside it wants it to let go.
  addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !last?.contains(target)) letGo();
  }, { signal, capture: true });
  // What is switched off loses the focus only once it is drawn so.
  const observer = new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(look)));
  observer.observe(container, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  return () => {
    observer.disconnect();
    stop.abort();
  };
}
