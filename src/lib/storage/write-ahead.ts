/** Where words can be put at once: `localStorage`, which a page reaches in its very last moment. */
type AtOnce = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Asked for it anew each time: where the browser keeps nothing even the question throws, and a worker has none. */
type Place = () => AtOnce;
const OF_THE_PAGE: Place = () => localStorage;

/**
 * What is on its way to IndexedDB, noted where it stands at once. A page that is left takes its unfinished transactions
 * with it, in some browsers also those it has committed (docs/decisions/0061). Where the browser refuses, nothing is
 * noted, and such a page loses its last change.
 */
export class WriteAhead {
  /** Where it stands. */
  readonly key: string;
  readonly #place: Place;

  constructor(key: string, place: Place = OF_THE_PAGE) {
    this.key = key;
    this.#place = place;
  }

  /** Notes the words in place of those noted before, where there is room: 5 MB in most browsers, for all tabs together. */
  note(words: string): void {
    // Older words would later be taken for the last ones: none are better.
    if (!attempt(() => [this.#place().setItem(this.key, words)])) this.clear();
  }

  /** What is noted and was never said to be done. */
  left(): string | undefined {
    return attempt(() => this.#place().getItem(this.key)) ?? undefined;
  }

  /** Forgets the words, unless others have been noted since. */
  done(words: string): void {
    if (this.left() === words) attempt(() => this.#place().removeItem(this.key));
  }

  /** Forgets whatever is noted. */
  clear(): void {
    attempt(() => this.#place().removeItem(this.key));
  }

  /** All notes whose keys begin so, whichever tab made them. */
  static under(prefix: string, place: Place = OF_THE_PAGE): readonly WriteAhead[] {
    const keys = attempt(() => Array.from({ length: place().length }, (_, i) => place().key(i)));
    return (keys ?? []).filter((key) => key?.startsWith(prefix)).map((key) => new WriteAhead(key!, place));
  }
}

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    // Refused or full.
    return undefined;
  }
}
