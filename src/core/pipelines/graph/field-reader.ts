import type { FileAtHand } from '../runtime.ts';

/** A field of a message of Protocol Buffers, by its place in the file. Bytes from the start of the file. */
export interface Field {
  readonly number: number;
  /** Where its tag begins. */
  readonly at: number;
  /** Where what it holds begins, behind its length where it has one. */
  readonly start: number;
  readonly end: number;
}

/** Bytes read at once. */
const WINDOW = 16_384;
/** Bytes of a number. */
const LONGEST_NUMBER = 10;

/**
 * Finds the fields of messages in a file by reading their tags and lengths alone
 * (https://protobuf.dev/programming-guides/encoding/).
 */
export class FieldReader {
  readonly #file: FileAtHand;
  #window = new Uint8Array(0);
  #from = 0;

  constructor(file: FileAtHand) {
    this.#file = file;
  }

  /** Those of the message between two places. Throws RangeError where the bytes are no message. */
  *within(start: number, end: number): Iterable<Field> {
    for (let at = start; at < end; ) {
      const [tag, behind] = this.#number(at, end);
      const kind = tag % 8;
      const number = Math.floor(tag / 8);
      let from = behind;
      let to: number;
      if (kind === 0) [, to] = this.#number(behind, end);
      else if (kind === 1 || kind === 5) to = behind + (kind === 1 ? 8 : 4);
      else if (kind === 2) {
        const [length, first] = this.#number(behind, end);
        from = first;
        to = first + length;
      } else throw new RangeError('unknown kind of field');
      if (number < 1 || !Number.isSafeInteger(to) || to > end) throw new RangeError('a field leaves its message');
      yield { number, at, start: from, end: to };
      at = to;
    }
  }

  #number(at: number, end: number): [value: number, next: number] {
    this.#hold(at);
    let value = 0;
    for (let place = 0; place < LONGEST_NUMBER; place += 1) {
      const byte = at + place < end ? this.#window[at + place - this.#from] : undefined;
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** (7 * place);
      if (byte < 0x80) return [value, at + place + 1];
    }
    throw new RangeError('a number has no end');
  }

  #hold(at: number): void {
    const held = this.#from + this.#window.length;
    if (at >= this.#from && (at + LONGEST_NUMBER <= held || held === this.#file.length)) return;
    this.#from = at;
    // A copy: what is read is good only until the next is.
    this.#window = new Uint8Array(this.#file.read(at, Math.min(WINDOW, this.#file.length - at)));
  }
}
