/** A message of Protocol Buffers, part by part (https://protobuf.dev/programming-guides/encoding/). */
type Part = Uint8Array<ArrayBuffer>;

const utf8 = (text: string): Part => new TextEncoder().encode(text);

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

const joined = (parts: readonly Part[]): Part => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
const number = (field: number, value: number): Part => Uint8Array.from([field * 8, ...varint(value)]);
const message = (field: number, ...parts: readonly Part[]): Part => {
  const inside = joined(parts);
  return joined([Uint8Array.from([field * 8 + 2, ...varint(inside.length)]), inside]);
};
const text = (field: number, value: string): Part => message(field, utf8(value));

/** A matrix of float32 values with one unknown side: a `TypeProto` of `[n, side]`. */
const matrix = (field: number, name: string, side: number): Part =>
  message(field, text(1, name), message(2, message(1, number(1, 1), message(2, message(1, text(2, 'n')), message(1, number(1, side))))));

/**
 * An ONNX graph with about so many bytes of float32 weights, by which its input is multiplied one after the other, as in
 * most layers of the models that people have (https://onnx.ai/onnx/repo-docs/IR.html).
 */
export function weightyGraph(bytes: number, weights = 8): Uint8Array<ArrayBuffer> {
  const side = Math.max(1, Math.floor(Math.sqrt(bytes / weights / 4)));
  const inside: Part[] = [];
  for (let at = 0; at < weights; at += 1) {
    // Each by other numbers: what is twice the same would be kept once.
    const values = new Uint8Array(Float32Array.from({ length: side * side }, (_, i) => i % (7 + at)).buffer);
    inside.push(message(1, text(1, at === 0 ? 'x' : `x${at}`), text(1, `w${at}`), text(2, at === weights - 1 ? 'y' : `x${at + 1}`), text(4, 'MatMul')));
    inside.push(message(5, number(1, side), number(1, side), number(2, 1), text(8, `w${at}`), message(9, values)));
  }
  return joined([number(1, 8), message(8, number(2, 17)), message(7, ...inside, text(2, 'weighty'), matrix(11, 'x', side), matrix(12, 'y', side))]);
}
