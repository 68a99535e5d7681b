import protobuf from 'protobufjs/minimal.js';
import type { FileAtHand } from '../runtime.ts';
import { type Field, FieldReader } from './field-reader.ts';

/** Numbers of fewer bytes stay in the graph: each of the others is read by itself. */
const HEAVY = 16_384;

/** Field numbers of onnx.proto. */
const GRAPH = 7;
const INITIALIZER = 5;
const RAW_DATA = 9;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
const IS_EXTERNAL = 1;

/** A part of a message: bytes of the file as they stand, or others in their place. */
type Part = { readonly from: number; readonly to: number } | Uint8Array;

/**
 * An ONNX graph without its heavy weights: each of them says instead where in the file it stands, as the format has it
 * for weights in other files, under the name `location`. So a runtime takes every weight from the file by itself, and
 * nobody ever holds them twice. Everything else is as it was, byte for byte. Undefined where there is nothing heavy in it,
 * or the bytes are no graph: what is wrong with them is the runtime's to say.
 */
export function lightGraph(file: FileAtHand, location: string): Uint8Array | undefined {
  const fields = new FieldReader(file);
  let isLighter = false;
  const tensor = ({ start, end }: Field): Part[] | undefined => {
    const parts: Part[] = [];
    let heavy: Field | undefined;
    for (const field of fields.within(start, end)) {
      if (field.number === RAW_DATA && field.end - field.start >= HEAVY) heavy = field;
      else parts.push({ from: field.at, to: field.end });
    }
    return heavy && [...parts, elsewhere(location, heavy)];
  };
  const graph = ({ start, end }: Field): Part[] => {
    const parts: Part[] = [];
    for (const field of fields.within(start, end)) {
      const light = field.number === INITIALIZER ? tensor(field) : undefined;
      if (light) isLighter = true;
      parts.push(...(light ? message(INITIALIZER, light) : [{ from: field.at, to: field.end }]));
    }
    return parts;
  };
  try {
    const parts: Part[] = [];
    for (const field of fields.within(0, file.length)) {
      parts.push(...(field.number === GRAPH ? message(GRAPH, graph(field)) : [{ from: field.at, to: field.end }]));
    }
    return isLighter ? joined(file, parts) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const lengthOf = (part: Part): number => (part instanceof Uint8Array ? part.length : part.to - part.from);
const lengthOfAll = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + lengthOf(part), 0);

const message = (field: number, parts: readonly Part[]): Part[] => [protobuf.Writer.create().uint32((field << 3) | 2).uint32(lengthOfAll(parts)).finish(), ...parts];

/** What a tensor says in place of its numbers. */
function elsewhere(location: string, { start, end }: Field): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [key, value] of Object.entries({ location, offset: String(start), length: String(end - start) })) {
    writer.uint32((EXTERNAL_DATA << 3) | 2).fork().uint32(10).string(key).uint32(18).string(value).ldelim();
  }
  return writer.uint32(DATA_LOCATION << 3).uint32(IS_EXTERNAL).finish();
}

function joined(file: FileAtHand, parts: readonly Part[]): Uint8Array {
  const whole = new Uint8Array(lengthOfAll(parts));
  let at = 0;
  for (let first = 0; first < parts.length; ) {
    const part = parts[first]!;
    let end = part instanceof Uint8Array ? 0 : part.to;
    let next = first + 1;
    // What stands together in the file is read at once.
    for (let beside = parts[next]; !(part instanceof Uint8Array) && beside && !(beside instanceof Uint8Array) && beside.from === end; beside = parts[++next]) end = beside.to;
    const bytes = part instanceof Uint8Array ? part : file.read(part.from, end - part.from);
    whole.set(bytes, at);
    at += bytes.length;
    first = next;
  }
  return whole;
}
