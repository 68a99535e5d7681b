import protobuf from 'protobufjs/minimal.js';
import { FaultError } from '../../schema/fault.ts';
import { fromUtf8 } from '../../domain/bytes/text-bytes.ts';
import { BYTES_EACH, type FloatKind } from './float-kinds.ts';

/** Where the numbers of a weight stand: in the graph's own file, or in one beside it. */
export interface WeightPlace {
  /** Beside the graph's file; absent for the graph's own. */
  readonly file?: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly bytes: number;
}

/** A weight or a bias of a module of an ONNX graph. */
export interface GraphWeight {
  /** The path of the module it belongs to, as PyTorch has it. */
  readonly module: string;
  readonly role: 'weight' | 'bias';
  readonly kind: FloatKind;
  /** As they stand in the file. */
  readonly dims: readonly number[];
  /** Kept as `[in, out]`, the other way round than PyTorch keeps it. */
  readonly transposed: boolean;
  readonly place: WeightPlace;
}

interface Initializer {
  readonly dims: number[];
  readonly kind: FloatKind | undefined;
  readonly place: WeightPlace | undefined;
}

interface GraphNode {
  readonly name: string;
  readonly type: string;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly turned: boolean;
}

/** TensorProto.DataType of onnx.proto. */
const KINDS: Readonly<Record<number, FloatKind>> = { 1: 'float32', 10: 'float16', 16: 'bfloat16' };

/** Operators that hand a weight on as it is. */
const HANDED_ON = new Set(['Cast', 'Identity']);

/**
 * The weights and biases that belong to a module, read from the bytes of an ONNX file without loading any.
 * Exports keep the names of convolutions' and Gemm's weights (`<module>.weight`); those of MatMul lose theirs and
 * are known by the node that uses them (`/<module>/MatMul`). Field numbers: onnx/onnx.proto, IR version 8.
 *
 * Throws FaultError `model-graph-invalid` for bytes that are not an ONNX graph; `file` is the name it says.
 */
export function graphWeights(bytes: Uint8Array, file: string): GraphWeight[] {
  const { initializers, nodes } = scan(bytes, file);
  const handedOn = new Map(nodes.filter(({ type }) => HANDED_ON.has(type)).map(({ inputs, outputs }) => [outputs[0] ?? '', inputs[0] ?? '']));
  const found = new Map<string, GraphWeight>();
  const take = (name: string, role: GraphWeight['role'], module: string, transposed: boolean): void => {
    const source = origin(name, handedOn);
    const initializer = initializers.get(source);
    if (!initializer?.kind || !initializer.place) return;
    const { dims, kind, place } = initializer;
    found.set(source, { module, role, kind, dims, transposed, place });
  };
  for (const { name, type, inputs, turned } of nodes) {
    const [, weight = '', bias = ''] = inputs;
    if (type === 'MatMul') take(weight, 'weight', ownModule(weight) ?? moduleOfNode(name), true);
    if (type === 'Gemm' || type === 'Conv') {
      take(weight, 'weight', ownModule(weight) ?? moduleOfNode(name), type === 'Gemm' && !turned);
      take(bias, 'bias', ownModule(bias) ?? moduleOfNode(name), false);
    }
    if (type === 'Add') for (const input of inputs) if (/\.bias(\.|$)/.test(origin(input, handedOn))) take(input, 'bias', ownModule(input) ?? moduleOfNode(name), false);
  }
  return [...found.values()];
}

/** So many operators may stand between a weight and the node that uses it; a graph that goes round in a circle ends here, too. */
const HANDED_ON_AT_MOST = 4;

/** The name under which a weight stands in the file. */
function origin(name: string, handedOn: ReadonlyMap<string, string>): string {
  let at = name;
  for (let times = 0; times < HANDED_ON_AT_MOST; times += 1) at = handedOn.get(at) ?? at;
  return at;
}

/** `blocks.0.into.weight` is of `blocks.0.into`. */
const ownModule = (name: string): string | undefined => /^(.+)\.(?:weight|bias)(?:\.|$)/.exec(name)?.[1];

/** `/blocks.0/into/MatMul` is of `blocks.0.into`; `/time/time.0/Gemm`, in a row of modules, of `time.0`. */
function moduleOfNode(name: string): string {
  const scopes = name.split('/').filter(Boolean).slice(0, -1);
  return scopes.filter((scope, at) => !scopes[at + 1]?.startsWith(`${scope}.`)).join('.');
}

function scan(bytes: Uint8Array, file: string): { initializers: Map<string, Initializer>; nodes: GraphNode[] } {
  const initializers = new Map<string, Initializer>();
  const nodes: GraphNode[] = [];
  try {
    fields(bytes, 0, bytes.length, (field, from, to) => {
      if (field !== 7) return;
      fields(bytes, from, to, (part, start, end) => {
        if (part === 1) nodes.push(readNode(bytes, start, end));
        if (part === 5) {
          const [name, initializer] = readInitializer(bytes, start, end);
          initializers.set(name, initializer);
        }
      });
    });
  } catch (cause) {
    throw new FaultError('model-graph-invalid', { file, detail: 'it is no ONNX graph' }, { cause });
  }
  if (nodes.length === 0) throw new FaultError('model-graph-invalid', { file, detail: 'it is no ONNX graph' });
  return { initializers, nodes };
}

type Visit = (field: number, from: number, to: number, value: number) => void;

/** The fields of one message: their number, where those with a length stand, and the value of those with none. */
function fields(bytes: Uint8Array, from: number, to: number, visit: Visit): void {
  const reader = protobuf.Reader.create(bytes.subarray(0, to));
  reader.pos = from;
  while (reader.pos < to) {
    const tag = reader.uint32();
    const [field, wire] = [tag >>> 3, tag & 7];
    if (wire === 2) {
      const length = reader.uint32();
      const start = reader.pos;
      reader.skip(length);
      visit(field, start, start + length, 0);
    } else if (wire === 0) {
      visit(field, 0, 0, Number(reader.int64()));
    } else reader.skipType(wire);
  }
}

function readNode(bytes: Uint8Array, from: number, to: number): GraphNode {
  const node = { name: '', type: '', inputs: [] as string[], outputs: [] as string[], turned: false };
  fields(bytes, from, to, (field, start, end) => {
    const text = () => fromUtf8(bytes.subarray(start, end));
    if (field === 1) node.inputs.push(text());
    if (field === 2) node.outputs.push(text());
    if (field === 3) node.name = text();
    if (field === 4) node.type = text();
    if (field === 5 && isTurned(bytes, start, end)) node.turned = true;
  });
  return node;
}

/** Whether an attribute says that Gemm turns its second matrix. */
function isTurned(bytes: Uint8Array, from: number, to: number): boolean {
  let [name, number] = ['', 0];
  fields(bytes, from, to, (field, start, end, value) => {
    if (field === 1) name = fromUtf8(bytes.subarray(start, end));
    if (field === 3) number = value;
  });
  return name === 'transB' && number === 1;
}

function readInitializer(bytes: Uint8Array, from: number, to: number): [name: string, Initializer] {
  const dims: number[] = [];
  const outside = new Map<string, string>();
  let name = '';
  let kind: FloatKind | undefined;
  let raw: WeightPlace | undefined;
  let isOutside = false;
  fields(bytes, from, to, (field, start, end, value) => {
    if (field === 1 && end === 0) dims.push(value);
    else if (field === 1) dims.push(...packed(bytes, start, end));
    if (field === 2) kind = KINDS[value];
    if (field === 8) name = fromUtf8(bytes.subarray(start, end));
    // Numbers stand in raw_data or, only those of float32, in a packed float_data of the same bytes.
    if ((field === 9 || field === 4) && end > start) raw = { offset: start, bytes: end - start };
    if (field === 13) outside.set(...readEntry(bytes, start, end));
    if (field === 14) isOutside = value === 1;
  });
  const bytesAll = kind ? dims.reduce((count, side) => count * side, BYTES_EACH[kind]) : 0;
  const place = isOutside ? outsidePlace(outside, bytesAll) : raw;
  return [name, { dims, kind, place: place?.bytes === bytesAll ? place : undefined }];
}

function outsidePlace(about: ReadonlyMap<string, string>, bytes: number): WeightPlace | undefined {
  const [file, offset] = [about.get('location'), Number(about.get('offset') ?? 0)];
  return file === undefined || !Number.isSafeInteger(offset) || offset < 0 ? undefined : { file, offset, bytes };
}

function packed(bytes: Uint8Array, from: number, to: number): number[] {
  const reader = protobuf.Reader.create(bytes.subarray(0, to));
  reader.pos = from;
  const numbers: number[] = [];
  while (reader.pos < to) numbers.push(Number(reader.int64()));
  return numbers;
}

function readEntry(bytes: Uint8Array, from: number, to: number): [key: string, value: string] {
  const entry: [string, string] = ['', ''];
  fields(bytes, from, to, (field, start, end) => {
    if (field === 1 || field === 2) entry[field - 1] = fromUtf8(bytes.subarray(start, end));
  });
  return entry;
}
