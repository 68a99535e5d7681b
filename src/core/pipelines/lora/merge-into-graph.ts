import { FaultError } from '../../schema/fault.ts';
import { graphWeights } from './graph-weights.ts';
import type { AdaptedGraph } from './layer-names.ts';
import { layersFor, mergeLoras, type WeightedLora } from './merge-loras.ts';

/**
 * Merges LoRAs into the bytes of a whole ONNX file, in place, and answers which of them changed anything. `file` is the
 * name that faults say.
 *
 * Throws FaultError `lora-unfit`, or `model-graph-invalid` for a graph that keeps a weight in another file.
 */
export async function mergeIntoGraph(bytes: Uint8Array, file: string, graph: AdaptedGraph, loras: readonly WeightedLora[]): Promise<WeightedLora[]> {
  const weights = graphWeights(bytes, file);
  const patches = mergeLoras({
    ...{ graph, weights, loras },
    read: ({ file: beside, offset, bytes: length }) => {
      if (beside !== undefined) throw new FaultError('model-graph-invalid', { file, detail: `it keeps weights in ${beside}` });
      return bytes.subarray(offset, offset + length);
    },
  });
  for await (const { place, bytes: changed } of patches) bytes.set(changed, place.offset);
  return loras.filter((lora) => weights.some((weight) => layersFor(lora, graph, weight).length > 0));
}
