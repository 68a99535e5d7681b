/**
 * Knows whether a person looks at the studio, and at which of its pages, in whichever tab: a tab that is
 * looked at holds a shared Web Lock that bears its path, and every tab can ask for the locks that are held.
 */
export class Presence {
  readonly #prefix: string;
  readonly #stop = new AbortController();
  #path = '/';
  #held: string | undefined;
  #letGo: () => void = () => {};

  /** Tabs with the same scope know of each other. */
  constructor(scope: string) {
    this.#prefix = `${scope}-looked-at:`;
    const { signal } = this.#stop;
    for (const type of ['focus', 'blur', 'pageshow']) addEventListener(type, () => this.#update(), { signal });
    document.addEventListener('visibilitychange', () => this.#update(), { signal });
    this.#update();
  }

  /** Whether this very tab is looked at. */
  get here(): boolean {
    return document.visibilityState === 'visible' && document.hasFocus();
  }

  /** Says which page this tab shows. */
  at(path: string): void {
    this.#path = path;
    this.#update();
  }

  /** The paths that are looked at now, of all tabs. */
  async paths(): Promise<readonly string[]> {
    const { held = [] } = (await navigator.locks.query().catch(refused)) ?? { held: this.here ? [{ name: this.#prefix + this.#path }] : [] };
    return held.flatMap(({ name }) => (name?.startsWith(this.#prefix) ? [name.slice(this.#prefix.length)] : []));
  }

  dispose(): void {
    this.#stop.abort();
    this.#letGo();
  }

  #update(): void {
    const wanted = this.here ? this.#path : undefined;
    if (wanted === this.#held) return;
    this.#letGo();
    this.#letGo = () => {};
    this.#held = wanted;
    if (wanted === undefined) return;
    const until = new Promise<void>((resolve) => (this.#letGo = resolve));
    void navigator.locks.request(this.#prefix + wanted, { mode: 'shared' }, () => until).catch(refused);
  }
}

/** A browser that lets a page keep nothing refuses it locks, too; then this tab knows of itself alone. */
function refused(error: unknown): undefined {
  if (!(error instanceof DOMException && error.name === 'SecurityError')) throw error;
}
