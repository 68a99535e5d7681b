/** How long nothing must move before the controls go. Milliseconds. */
const IDLE_MS = 3_000;

/** Whether nobody has moved or pressed anything for a while. */
export class Idle {
  #idle = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get idle(): boolean {
    return this.#idle;
  }

  /** Somebody is there. */
  readonly stir = (): void => {
    this.#idle = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#idle = true), IDLE_MS);
  };

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

/** Whether something in a room has the focus and is marked by it, as it is for who goes by keys. */
export function focusIsSeenIn(room: HTMLElement | undefined): boolean {
  const focused = document.activeElement;
  return focused instanceof HTMLElement && focused !== room && room?.contains(focused) === true && focused.matches(':focus-visible');
}
