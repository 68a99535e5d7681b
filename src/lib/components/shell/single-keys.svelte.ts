const NAME = 'kinora.single-keys';

function remembered(): string | null {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

/** Whether single letters work as keys; some voice controls and unsteady hands need them off. */
class SingleKeys {
  #on = $state(remembered() !== 'off');

  get on(): boolean {
    return this.#on;
  }

  set on(on: boolean) {
    this.#on = on;
    try {
      localStorage.setItem(NAME, on ? 'on' : 'off');
    } catch {
      // A browser that keeps nothing forgets it with the tab.
    }
  }
}

export const singleKeys = new SingleKeys();
