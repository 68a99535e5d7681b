/** Multipliers and key steps of Philox 4×32 (Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3, 2011). */
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** The upper 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function upperProduct(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  // Every sum stays below 2^53, so nothing is lost.
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + (middle >>> 16) + Math.floor(carry / 0x10000)) >>> 0;
}

/**
 * Philox 4×32-10: turns a 128-bit counter and a 64-bit key into four random unsigned 32-bit integers.
 * Without any state, so every number can be reached directly. `counter` is overwritten by the result.
 */
export function philox(counter: Uint32Array, key0: number, key1: number): void {
  let c0 = counter[0] as number;
  let c1 = counter[1] as number;
  let c2 = counter[2] as number;
  let c3 = counter[3] as number;
  let k0 = key0 >>> 0;
  let k1 = key1 >>> 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const upper0 = upperProduct(MULTIPLIER_0, c0);
    const lower0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const upper1 = upperProduct(MULTIPLIER_1, c2);
    const lower1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    c0 = (upper1 ^ c1 ^ k0) >>> 0;
    c1 = lower1;
    c2 = (upper0 ^ c3 ^ k1) >>> 0;
    c3 = lower0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  counter[0] = c0;
  counter[1] = c1;
  counter[2] = c2;
  counter[3] = c3;
}
