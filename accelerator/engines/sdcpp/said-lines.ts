import type { Said } from './output-reader.ts';

export type SaidLine = Extract<Said, { kind: 'line' }>;

/** Lines that are kept from the begin and from the end: the first that went wrong is mostly the reason of the others. */
const FIRST = 60;
const LAST = 120;

/** What sd-cli said that may tell why it ended: no news of how it goes on. */
export class SaidLines {
  readonly #first: SaidLine[] = [];
  readonly #last: SaidLine[] = [];

  hear(said: Said): void {
    if (said.kind !== 'line' || said.level === 'info' || said.level === 'debug') return;
    if (this.#first.length < FIRST) this.#first.push(said);
    else this.#last.push(said);
    if (this.#last.length > LAST) this.#last.shift();
  }

  all(): readonly SaidLine[] {
    return [...this.#first, ...this.#last];
  }
}
