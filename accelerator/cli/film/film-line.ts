import type { WriteStream } from 'node:tty';

const BAR = 24;
/** Erase the line and return to its begin. */
const CLEAR = '\r\u001b[2K';

/** What is being done: each step on a line of its own and, on a terminal, how far it is. */
export class FilmLine {
  readonly #stream: WriteStream;
  readonly #isQuiet: boolean;

  constructor(stream: WriteStream, isQuiet: boolean) {
    this.#stream = stream;
    this.#isQuiet = isQuiet;
  }

  step(sentence: string): void {
    if (this.#isQuiet) return;
    this.clear();
    this.#stream.write(`${sentence}\n`);
  }

  /** `fraction` of this step that is done, 0 to 1. */
  progress(fraction: number, words: string): void {
    if (this.#isQuiet || !this.#stream.isTTY) return;
    const filled = Math.round(fraction * BAR);
    const text = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${String(Math.floor(fraction * 100)).padStart(3)} %  ${words}`;
    this.#stream.write(CLEAR + text.slice(0, this.#stream.columns - 1));
  }

  clear(): void {
    if (!this.#isQuiet && this.#stream.isTTY) this.#stream.write(CLEAR);
  }
}
