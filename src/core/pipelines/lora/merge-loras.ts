import { FaultError } from '../../schema/fault.ts';
import { fromFloats, toFloats } from './float-kinds.ts';
import type { GraphWeight, WeightPlace } from './graph-weights.ts';
import { type AdaptedGraph, meansModule } from './layer-names.ts';
import type { LoraLayer } from './lora-layers.ts';

/** A LoRA that was read, and how strongly it is to act. */
export interface WeightedLora {
  readonly name: string;
  readonly weight: number;
  readonly layers: readonly LoraLayer[];
}

/** New bytes for a weight, as many as it had. */
export interface WeightPatch {
  readonly place: WeightPlace;
  readonly bytes: Uint8Array;
}

interface MergeOptions {
  readonly graph: AdaptedGraph;
  readonly weights: readonly GraphWeight[];
  readonly loras: readonly WeightedLora[];
  /** The bytes that stand at a place now. */
  readonly read: (place: WeightPlace) => Uint8Array | Promise<Uint8Array>;
}

/**
 * The weights of a graph with LoRAs merged into them: `W + Σ weight · scale · up · down` (Hu et al., LoRA, 2021), the
 * sum made in float32 and rounded once. One weight after another, so that never more than one is in memory as float32.
 *
 * Throws FaultError `lora-unfit` where a layer has another size than the weight it means. Layers whose module the
 * graph does not have are passed over: see `layersFor`.
 */
export async function* mergeLoras({ graph, weights, loras, read }: MergeOptions): AsyncGenerator<WeightPatch> {
  for (const weight of weights) {
    const meant = loras.flatMap((lora) => layersFor(lora, graph, weight).map((layer) => ({ lora, layer })));
    if (meant.length === 0) continue;
    const sum = toFloats(await read(weight.place), weight.kind);
    for (const { lora, layer } of meant) add(sum, weight, layer, lora);
    yield { place: weight.place, bytes: fromFloats(sum, weight.kind) };
  }
}

/** The layers of a LoRA that change a weight. */
export const layersFor = ({ layers }: Pick<WeightedLora, 'layers'>, graph: AdaptedGraph, { module, role }: GraphWeight): LoraLayer[] =>
  layers.filter((layer) => layer.graph === graph && meansModule(layer, module) && (role === 'bias' ? layer.bias : (layer.factors ?? layer.whole)));

function add(sum: Float32Array, weight: GraphWeight, layer: LoraLayer, { name, weight: strength }: WeightedLora): void {
  const unfit = (found: string) => new FaultError('lora-unfit', { file: name, layer: layer.module, expected: weight.dims.join(' × '), found });
  if (weight.role === 'bias') {
    const change = layer.bias!.numbers();
    if (change.length !== sum.length) throw unfit(String(change.length));
    addScaled(sum, 0, change, 0, change.length, strength);
    return;
  }
  const [out, within] = sidesOf(weight);
  if (layer.whole) {
    const change = layer.whole.numbers();
    if (change.length !== sum.length) throw unfit(layer.whole.shape.join(' × '));
    addScaled(sum, 0, weight.transposed ? transpose(change, out, within) : change, 0, change.length, strength);
  }
  if (layer.factors) {
    const { down, up, scale } = layer.factors;
    const [left, right, inner] = [up.numbers(), down.numbers(), down.shape[0] as number];
    if (left.length !== out * inner || right.length !== inner * within) throw unfit(`${up.shape.join(' × ')} by ${down.shape.join(' × ')}`);
    addProduct(sum, { left, right, rows: out, inner, columns: within, turned: weight.transposed }, strength * scale);
  }
}

/** How many numbers go out of a weight and how many go into one of them. */
function sidesOf({ dims, transposed }: GraphWeight): [out: number, within: number] {
  const all = dims.reduce((count, side) => count * side, 1);
  const out = (transposed ? dims.at(-1) : dims[0]) ?? 1;
  return [out, all / out];
}

interface Product {
  /** `[rows, inner]`. */
  readonly left: Float32Array;
  /** `[inner, columns]`. */
  readonly right: Float32Array;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** The sum is `[columns, rows]`. */
  readonly turned: boolean;
}

/** Adds a product of two matrices, row by row of the sum, so that memory is met in its order. */
function addProduct(sum: Float32Array, { left, right, rows, inner, columns, turned }: Product, factor: number): void {
  const [outer, along] = turned ? [columns, rows] : [rows, columns];
  const [spread, weigh] = turned ? [transpose(left, rows, inner), right] : [right, left];
  for (let row = 0; row < outer; row += 1) {
    for (let k = 0; k < inner; k += 1) {
      const weight = (turned ? weigh[k * columns + row] : weigh[row * inner + k]) as number;
      addScaled(sum, row * along, spread, k * along, along, weight * factor);
    }
  }
}

function addScaled(sum: Float32Array, at: number, change: Float32Array, from: number, count: number, factor: number): void {
  for (let i = 0; i < count; i += 1) sum[at + i] = (sum[at + i] as number) + (change[from + i] as number) * factor;
}

function transpose(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) turned[column * rows + row] = matrix[row * columns + column] as number;
  }
  return turned;
}
