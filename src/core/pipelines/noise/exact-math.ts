/**
 * Logarithm, sine and cosine that give the same bits everywhere.
 *
 * ECMAScript leaves the last bits of Math.log, Math.sin and Math.cos to the engine, so two browsers
 * may differ. It does fix + − × ÷ and Math.sqrt (IEEE 754 double precision, rounded after every single
 * operation, never fused). What is made of these alone, in a written order, is therefore equal bit for
 * bit on every host. The functions below use nothing else; they are right to about 1e-15.
 */

const LN2 = 0.6931471805599453;
const SQRT_HALF = 0.7071067811865476;
const HALF_PI = 1.5707963267948966;

/** Terms of the series of the inverse hyperbolic tangent; the first one left out is below 1e-18. */
const LOG_TERMS = 11;

/** The natural logarithm of `x`, 2^-40 ≤ x ≤ 1. */
export function exactLog(x: number): number {
  let mantissa = x;
  let exponent = 0;
  // Doubling is exact.
  while (mantissa < SQRT_HALF) {
    mantissa *= 2;
    exponent += 1;
  }
  // ln m = 2 artanh((m − 1) / (m + 1)), |argument| ≤ 0.172
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let sum = 0;
  for (let k = LOG_TERMS; k >= 0; k -= 1) sum = sum * square + 1 / (2 * k + 1);
  return 2 * ratio * sum - exponent * LN2;
}

/** The Taylor series up to x^17 and x^18, nested: exact enough for |x| ≤ π/4. */
function sineNear0(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let k = 16; k >= 2; k -= 2) sum = 1 - (square / (k * (k + 1))) * sum;
  return x * sum;
}

function cosineNear0(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let k = 17; k >= 1; k -= 2) sum = 1 - (square / (k * (k + 1))) * sum;
  return sum;
}

/** Cosine and sine of `turn / 2^32` of a full turn, to `out[0]` and `out[1]`; `turn` is an unsigned 32-bit integer. */
export function exactCosSin(turn: number, out: Float64Array): void {
  const quadrant = turn >>> 30;
  const part = (turn & 0x3fffffff) / 0x40000000;
  const nearAxis = part <= 0.5;
  const angle = (nearAxis ? part : 1 - part) * HALF_PI;
  const near = cosineNear0(angle);
  const far = sineNear0(angle);
  const cosine = nearAxis ? near : far;
  const sine = nearAxis ? far : near;
  out[0] = quadrant === 0 ? cosine : quadrant === 1 ? -sine : quadrant === 2 ? -cosine : sine;
  out[1] = quadrant === 0 ? sine : quadrant === 1 ? cosine : quadrant === 2 ? -sine : -cosine;
}
