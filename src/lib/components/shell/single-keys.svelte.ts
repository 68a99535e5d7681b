const NAME = 'kinora.single-keys';

/** Whether single letters work as keys; some voice controls and unsteady hands need them off. */
class SingleKeys {
  #on = $state(localStorage.getItem(NAME) !== 'off');

  get on(): boolean {
    return this.#on;
  }

  set on(on: boolean) {
    this.#on = on;
    localStorage.setItem(NAME, on ? 'on' : 'off');
  }
}

export const singleKeys = new SingleKeys();
