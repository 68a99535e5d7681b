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
