/** Numbers that come one by one, four bytes each. */
export class Growing {
  #held = new Float32Array(1024);
  #count = 0;

  push(value: number): void {
    if (this.#count === this.#held.length) {
      const larger = new Float32Array(2 * this.#count);
      larger.set(this.#held);
      this.#held = larger;
    }
    this.#held[this.#count] = value;
    this.#count += 1;
  }

  /** All that came, without a copy. */
  get values(): Float32Array {
    return this.#held.subarray(0, this.#count);
  }
}
