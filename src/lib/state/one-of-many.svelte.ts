class Asked {
  is = $state(false);

  constructor(is: boolean) {
    this.is = is;
  }
}

/** One of many things that is meant. Each asks about itself alone: when another is meant, two of them hear it, not all. */
export class OneOfMany {
  #one: string | null = null;
  readonly #asked = new Map<string, Asked>();

  /** Says now and later whether `key` is the one. To be asked once, where a component begins. */
  ask(key: string): { readonly is: boolean } {
    const before = this.#asked.get(key);
    if (before) return before;
    const asked = new Asked(this.#one === key);
    this.#asked.set(key, asked);
    return asked;
  }

  /** Null: none is. */
  choose(key: string | null): void {
    if (key === this.#one) return;
    const before = this.#one;
    this.#one = key;
    this.#tell(before, false);
    this.#tell(key, true);
  }

  #tell(key: string | null, is: boolean): void {
    const asked = key === null ? undefined : this.#asked.get(key);
    if (asked) asked.is = is;
  }
}
