/** A field of a protobuf message that holds bytes. */
export function field(number: number, bytes: readonly number[]): number[] {
  const tag = number * 8 + 2;
  return [...varint(tag), ...varint(bytes.length), ...bytes];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) + 0x80);
  return [...bytes, value];
}

export const onnxText = (text: string): number[] => [...new TextEncoder().encode(text)];

/** An ONNX file with one tensor whose numbers lie elsewhere. */
export const graphWithData = (location: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(field(7, field(5, [...field(8, onnxText('weight')), ...field(13, [...field(1, onnxText('location')), ...field(2, onnxText(location))])])));

/** An ONNX file of so many bytes, with one tensor inside. `salt` makes it another one. */
export function onnxOf(bytes: number, salt = 1): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes);
  const inside = bytes - 18;
  // Graph of five-byte length, in it a tensor of five-byte length, in it raw data of five-byte length.
  const long = (value: number) => [0, 7, 14, 21, 28].map((shift) => (Math.floor(value / 2 ** shift) % 0x80) + (shift === 28 ? 0 : 0x80));
  whole.set([0x3a, ...long(inside + 12), 0x2a, ...long(inside + 6), 0x4a, ...long(inside)]);
  for (let i = 18, state = salt; i < bytes; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    whole[i] = state >>> 24;
  }
  return whole;
}

export function safetensors(header: object, data: number): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}
