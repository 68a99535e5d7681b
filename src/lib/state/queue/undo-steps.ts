/** Something that was done, and the way back. */
export interface UndoStep {
  /** What was done, in a sentence. */
  readonly text: string;
  readonly back: () => Promise<void>;
  /** The message that offers the way back, where one is shown. */
  readonly toast?: number;
}

/** More than anybody remembers having done. */
const MOST_STEPS = 50;

/** What can be taken back, the latest first; until the tab is closed. */
export class UndoSteps {
  #steps: readonly UndoStep[] = [];

  add(step: UndoStep): void {
    this.#steps = [step, ...this.#steps].slice(0, MOST_STEPS);
  }

  /** Takes the latest out; undefined where there is none. */
  next(): UndoStep | undefined {
    const [step, ...others] = this.#steps;
    this.#steps = others;
    return step;
  }

  /** Forgets one that was taken back by its message. */
  forget(step: UndoStep): void {
    this.#steps = this.#steps.filter((other) => other !== step);
  }
}
