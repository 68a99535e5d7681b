import { fromFloats, toFloats } from '../lora/float-kinds.ts';
import type { GraphInput, TensorValue } from '../runtime.ts';

/** The kinds of numbers that graphs take and that numbers can be turned into. */
export const isCastable = (type: string): type is TensorValue['type'] => ['float32', 'float16', 'int64', 'int32'].includes(type);

/**
 * Numbers as a graph wants them. Exports in half precision, and for providers without 64-bit integers, take other
 * kinds than those in float32, under the same names. `dims` follow the graph where it takes a number by itself.
 */
export function castTensor(values: ArrayLike<number>, dims: readonly number[], { type, dims: wanted }: Pick<GraphInput, 'type' | 'dims'>): TensorValue {
  const shape = wanted.length === 0 && values.length === 1 ? [] : dims;
  if (type === 'int64') return { type, dims: shape, data: BigInt64Array.from(values, (value) => BigInt(Math.trunc(value))) };
  if (type === 'int32') return { type, dims: shape, data: Int32Array.from(values, Math.trunc) };
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  if (type !== 'float16') return { type: 'float32', dims: shape, data: floats };
  const { buffer } = fromFloats(floats, 'float16');
  return { type, dims: shape, data: new Uint16Array(buffer as ArrayBuffer) };
}

/** The numbers of an output as float32; undefined for kinds that hold none. */
export function toFloat32(value: TensorValue): Float32Array | undefined {
  if (value.type === 'float32') return value.data;
  if (value.type === 'float16') return toFloats(new Uint8Array(value.data.buffer, value.data.byteOffset, value.data.byteLength), 'float16');
  return undefined;
}
