import { refuseFileName } from './file-names.ts';
import { type ReadBytes, textIn, unsafe } from './unsafe-file.ts';

/** Far more of each than any model that is known has. */
const MOST_FIELDS = 2_000_000;
const DEEPEST = 24;
const LONGEST_NAME = 4_096;
/** Bytes of a number. */
const LONGEST_NUMBER = 10;
/** Bytes read at once. */
const WINDOW = 65_536;

/** Which fields of which messages lead to places where a tensor says in which file its numbers lie. */
type Message = 'model' | 'graph' | 'node' | 'attribute' | 'tensor' | 'sparse' | 'function' | 'training' | 'entry';
const INSIDE: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  tensor: { 13: 'entry' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  function: { 7: 'node', 11: 'attribute' },
  training: { 1: 'graph', 2: 'graph' },
  entry: {},
};

/**
 * Walks through an ONNX file (protobuf), every length checked against what lies around it. Data outside the file have
 * to lie beside it, under a name that a model's file may have; answers these names, as the file has them. Throws
 * FaultError `model-file-unsafe`.
 */
export async function checkOnnx(path: string, bytes: number, read: ReadBytes): Promise<string[]> {
  const outside = new Set<string>();
  let fields = 0;
  let window = { start: 0, bytes: new Uint8Array(0) };
  const folder = path.split('/').slice(0, -1);
  const damaged = () => unsafe(path, 'damaged');

  // Waiting for every number would take seconds for a large graph: it is waited for a window alone.
  const isHeld = (position: number): boolean => {
    const end = window.start + window.bytes.length;
    return position >= window.start && (position + LONGEST_NUMBER <= end || end === bytes);
  };
  const fill = async (position: number): Promise<void> => {
    window = { start: position, bytes: new Uint8Array(await read(position, Math.min(WINDOW, bytes - position))) };
  };
  const number = (position: number, end: number): [value: number, next: number] => {
    let value = 0;
    for (let shift = 0; shift < 7 * LONGEST_NUMBER; shift += 7) {
      const byte = position < end ? window.bytes[position - window.start] : undefined;
      if (byte === undefined) throw damaged();
      position += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return [value, position];
    }
    throw damaged();
  };
  const text = async (start: number, end: number): Promise<string> => {
    if (end - start > LONGEST_NAME) throw damaged();
    return textIn(path, await read(start, end - start));
  };

  const walk = async (message: Message, from: number, end: number, depth: number): Promise<void> => {
    if (depth > DEEPEST) throw damaged();
    let key: string | undefined;
    let value: string | undefined;
    for (let position = from; position < end; ) {
      if (++fields > MOST_FIELDS) throw damaged();
      if (!isHeld(position)) await fill(position);
      const [tag, behind] = number(position, end);
      const kind = tag % 8;
      const field = Math.floor(tag / 8);
      if (field < 1) throw damaged();
      if (!isHeld(behind)) await fill(behind);
      if (kind === 0) [, position] = number(behind, end);
      else if (kind === 1 || kind === 5) position = behind + (kind === 1 ? 8 : 4);
      else if (kind === 2) {
        const [length, start] = number(behind, end);
        position = start + length;
        if (!Number.isSafeInteger(position) || position > end) throw damaged();
        const inside = INSIDE[message][field];
        if (inside && length > 0) await walk(inside, start, position, depth + 1);
        else if (message === 'entry' && field === 1) key = await text(start, position);
        else if (message === 'entry' && field === 2) value = await text(start, position);
      } else throw damaged();
      if (position > end) throw damaged();
    }
    if (message !== 'entry' || key !== 'location') return;
    if (!isBeside(folder, value ?? '')) throw unsafe(path, 'outside');
    outside.add(value ?? '');
  };
  await walk('model', 0, bytes, 0);
  if (fields === 0) throw damaged();
  return [...outside];
}

/** Whether a name in a file stands for one in the same model's folder. */
function isBeside(folder: readonly string[], location: string): boolean {
  const plain = location.replace(/^\.\//, '');
  return refuseFileName(plain) !== 'name' && refuseFileName([...folder, plain].join('/')) !== 'name';
}
