/** A part of the studio that works behind the first page. */
interface LaterPart {
  /** Works as long as the page lives. */
  begin(): Promise<void>;
  dispose(): void;
}

/** A page is left alone so long after it has opened. Milliseconds. */
const CALM_MS = 20_000;

/** A part that is loaded behind the first page, or as soon as somebody asks for it. */
export class OnDemand<Part extends LaterPart> {
  readonly #load: () => Promise<Part>;
  readonly #timer: ReturnType<typeof setTimeout>;
  #part: Promise<Part> | undefined;
  #isOver = false;

  /** `load` throws FaultError `part-missing` where the part cannot be had. */
  constructor(load: () => Promise<Part>) {
    this.#load = load;
    // Without a network it may be missing: then whoever needs it asks again.
    this.#timer = setTimeout(() => void this.open().catch(() => {}), CALM_MS);
  }

  /** Throws FaultError `part-missing`. */
  open(): Promise<Part> {
    this.#part ??= this.#begin().catch((error: unknown) => {
      this.#part = undefined;
      throw error;
    });
    return this.#part;
  }

  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    void this.#part?.then((part) => part.dispose(), () => {});
  }

  async #begin(): Promise<Part> {
    const part = await this.#load();
    if (!this.#isOver) void part.begin();
    return part;
  }
}
