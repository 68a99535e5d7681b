/** A part of the page that can fill the screen, or the window where a browser does not let it. */
export class FullScreen {
  #native = $state(false);
  #filled = $state(false);
  #element: HTMLElement | undefined;

  /** Whether it fills the screen or the window. */
  get on(): boolean {
    return this.#native || this.#filled;
  }

  /** Whether it fills the window, and has to be laid over everything else. */
  get fillsWindow(): boolean {
    return this.#filled;
  }

  /** For `{@attach}` on the part. */
  readonly attach = (element: HTMLElement): (() => void) => {
    this.#element = element;
    const follow = () => (this.#native = document.fullscreenElement === element);
    document.addEventListener('fullscreenchange', follow);
    return () => {
      document.removeEventListener('fullscreenchange', follow);
      void this.leave();
      this.#element = undefined;
    };
  };

  async enter(): Promise<void> {
    try {
      await this.#element?.requestFullscreen();
    } catch {
      // There is no such thing on some phones, and frames may not.
      this.#filled = true;
    }
  }

  async leave(): Promise<void> {
    this.#filled = false;
    if (document.fullscreenElement && document.fullscreenElement === this.#element) await document.exitFullscreen();
  }

  toggle(): void {
    void (this.on ? this.leave() : this.enter());
  }
}

/** Takes everything around an element out of reach, but for what is read out; returns the way back. */
export function standAlone(element: HTMLElement): () => void {
  const hidden: HTMLElement[] = [];
  for (let part: HTMLElement = element; part.parentElement; part = part.parentElement) {
    for (const other of part.parentElement.children) {
      if (other === part || !(other instanceof HTMLElement) || other.inert || other.matches('[role=status], [role=alert]')) continue;
      other.inert = true;
      hidden.push(other);
    }
  }
  return () => {
    for (const other of hidden) other.inert = false;
  };
}
