import type { NewCaption } from '#core/domain/captions/caption-file.ts';

/** A line of the words, and where it was said to begin and end. Frames; null where nobody has said. */
export interface AlignedLine {
  readonly text: string;
  readonly start: number | null;
  /** Where a pause begins after it. */
  readonly end: number | null;
}

/** The last line is shown so long, in seconds. */
const LAST = 4;

/** Gives lines their times while the film plays: one press for each. */
export class LyricAligner {
  #lines = $state.raw<readonly AlignedLine[]>([]);
  #past = $state.raw<readonly (readonly AlignedLine[])[]>([]);
  readonly #next = $derived(this.#lines.findIndex(({ start }) => start === null));

  /** Begins with lines that have no times yet. */
  begin(words: readonly string[]): void {
    this.#lines = words.map((text) => ({ text, start: null, end: null }));
    this.#past = [];
  }

  get lines(): readonly AlignedLine[] {
    return this.#lines;
  }

  /** The line whose turn it is; undefined when all have their times. */
  get next(): AlignedLine | undefined {
    return this.#lines[this.#next];
  }

  /** The place of that line; how many lines there are when all have their times. */
  get place(): number {
    return this.#next < 0 ? this.#lines.length : this.#next;
  }

  /** The line that was begun last. */
  get last(): (AlignedLine & { readonly start: number }) | undefined {
    const line = this.#lines[this.place - 1];
    return line && line.start !== null ? { ...line, start: line.start } : undefined;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** The line whose turn it is begins here; no earlier than a frame after the one before. */
  mark(frame: number): void {
    const { place, next } = this;
    if (!next) return;
    const before = this.#lines[place - 1];
    const start = Math.max(frame, (before?.start ?? -1) + 1);
    this.#set(place, { ...next, start }, before && { ...before, end: before.end === null ? null : Math.min(before.end, start) });
  }

  /** The line that was begun last ends here, and nothing is shown until the next. */
  pause(frame: number): void {
    const { last } = this;
    if (last) this.#set(this.place - 1, { ...last, end: Math.max(last.start + 1, frame) });
  }

  /** Moves the start of the line that was begun last. Frames; it stays between its neighbours. */
  nudge(by: number): void {
    const { last, place } = this;
    if (!last) return;
    const least = (this.#lines[place - 2]?.start ?? -1) + 1;
    this.#set(place - 1, { ...last, start: Math.max(least, last.start + by) });
  }

  /** Takes the last press back. */
  undo(): void {
    const [last, ...older] = this.#past.toReversed();
    if (!last) return;
    this.#lines = last;
    this.#past = older.toReversed();
  }

  /** The lines that have their times, each until the next begins or a pause does. `rate`: frames a second. */
  captions(rate: number): readonly NewCaption[] {
    const timed = this.#lines.filter((line): line is AlignedLine & { start: number } => line.start !== null);
    return timed.map(({ text, start, end }, i) => ({ text, start, end: Math.max(start + 1, end ?? timed[i + 1]?.start ?? start + Math.round(LAST * rate)) }));
  }

  #set(at: number, line: AlignedLine, before?: AlignedLine): void {
    this.#past = [...this.#past, this.#lines];
    this.#lines = this.#lines.map((one, i) => (i === at ? line : before && i === at - 1 ? before : one));
  }
}
