/** Kinds of numbers that weights are kept in and that can be merged. */
export type FloatKind = 'float32' | 'float16' | 'bfloat16';

export const BYTES_EACH: Readonly<Record<FloatKind, number>> = { float32: 4, float16: 2, bfloat16: 2 };

/** The numbers that little-endian bytes hold. */
export function toFloats(bytes: Uint8Array, kind: FloatKind): Float32Array {
  // A copy that begins at an even place; `slice` of Node's Buffer would be none.
  const { buffer } = new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % BYTES_EACH[kind])));
  if (kind === 'float32') return new Float32Array(buffer);
  const halves = new Uint16Array(buffer);
  // Plain loops here and below: `from` with a function takes many times as long, and these are all the weights of a model.
  if (kind === 'bfloat16') {
    const bits = new Uint32Array(halves.length);
    for (let i = 0; i < halves.length; i += 1) bits[i] = (halves[i] as number) << 16;
    return new Float32Array(bits.buffer);
  }
  const table = halfTable();
  const numbers = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i += 1) numbers[i] = table[halves[i] as number] as number;
  return numbers;
}

/** The same the other way, to the nearest number that the kind can hold, to the even one of two. */
export function fromFloats(numbers: Float32Array, kind: FloatKind): Uint8Array {
  if (kind === 'float32') return new Uint8Array(numbers.slice().buffer);
  const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const halves = new Uint16Array(bits.length);
  if (kind === 'float16') for (let i = 0; i < bits.length; i += 1) halves[i] = halfOf(bits[i] as number);
  else for (let i = 0; i < bits.length; i += 1) halves[i] = brainHalfOf(bits[i] as number);
  return new Uint8Array(halves.buffer);
}

let kept: Float32Array | undefined;

/** All 65,536 numbers of IEEE 754 binary16. */
function halfTable(): Float32Array {
  return (kept ??= Float32Array.from({ length: 0x10000 }, (_, half) => {
    const [exponent, fraction] = [(half >> 10) & 0x1f, half & 0x3ff];
    const size = exponent === 31 ? (fraction ? NaN : Infinity) : exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24;
    return half & 0x8000 ? -size : size;
  }));
}

/** The bits of a binary32 number as those of the nearest binary16 one. */
function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const fraction = bits & 0x7fffff;
  if (exponent >= 31) return sign | (exponent === 143 && fraction ? 0x7e00 : 0x7c00);
  if (exponent < -10) return sign;
  // Numbers below the smallest normal one lose further places; the leading one is then spelled out.
  const shift = exponent <= 0 ? 14 - exponent : 13;
  const whole = exponent <= 0 ? fraction | 0x800000 : fraction | (exponent << 23);
  const kept = whole >>> shift;
  const rest = whole & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  return sign | (kept + (rest > tie || (rest === tie && kept & 1) ? 1 : 0));
}

/** The same for bfloat16, which is the upper half of binary32. */
function brainHalfOf(bits: number): number {
  if ((bits & 0x7fffffff) > 0x7f800000) return (bits >>> 16) | 0x40;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}
