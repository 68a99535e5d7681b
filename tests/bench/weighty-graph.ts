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

/** A row of float32 values, of any size: a `TypeProto` with one unknown side. */
const row = (field: number, name: string): Part => message(field, text(1, name), message(2, message(1, number(1, 1), message(2, message(1, text(2, 'n'))))));

/**
 * An ONNX graph with about so many bytes of float32 weights, which are added to its input: what opening costs does not hang on
 * what the graph does with them (https://onnx.ai/onnx/repo-docs/IR.html).
 */
export function weightyGraph(bytes: number): Uint8Array<ArrayBuffer> {
  const weights = Math.max(1, Math.floor(bytes / 4));
  const values = new Uint8Array(Float32Array.from({ length: weights }, (_, i) => i % 7).buffer);
  const tensor = message(5, number(1, weights), number(2, 1), text(8, 'w'), message(9, values));
  const node = message(1, text(1, 'x'), text(1, 'w'), text(2, 'y'), text(4, 'Add'));
  return joined([number(1, 8), message(8, number(2, 17)), message(7, node, text(2, 'weighty'), tensor, row(11, 'x'), row(12, 'y'))]);
}
