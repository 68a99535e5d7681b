import { FaultError } from '#core/schema/fault.ts';

/** Hears how many bytes are copied, and of how many; answers whether to go on. */
export type ToldOfCopying = (done: number, total: number) => boolean | Promise<boolean>;

/** Told at most once in so many milliseconds. */
const TELL_MS = 200;

/** How far the copying of files is that a person has handed in, until they leave it. */
export class CopyCourse {
  readonly #total: number;
  readonly #told: ToldOfCopying;
  #done = 0;
  #toldAt = -Infinity;
  #goesOn = true;

  /** `total`: bytes in all. */
  constructor(total: number, told: ToldOfCopying) {
    this.#total = total;
    this.#told = told;
  }

  /** Throws FaultError `cancelled` once it was answered that it shall not go on. */
  copied(bytes: number): void {
    this.#done += bytes;
    if (!this.#goesOn) throw new FaultError('cancelled');
    if (performance.now() - this.#toldAt < TELL_MS) return;
    this.#toldAt = performance.now();
    void this.#tell();
  }

  /** Asks once more, when all is copied. Throws FaultError `cancelled`. */
  async end(): Promise<void> {
    await this.#tell();
    if (!this.#goesOn) throw new FaultError('cancelled');
  }

  async #tell(): Promise<void> {
    if (!(await this.#told(this.#done, this.#total))) this.#goesOn = false;
  }
}
