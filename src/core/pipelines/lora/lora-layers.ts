import { FaultError } from '../../schema/fault.ts';
import { type AdaptedGraph, otherWay, roleOf, type TensorRole } from './layer-names.ts';
import { type FileTensor, readSafetensors } from './safetensors-file.ts';

/** What a LoRA adds to one module: `up · down · scale`, or `whole`; and `bias`. */
export interface LoraLayer {
  readonly graph: AdaptedGraph;
  readonly module: string;
  readonly flat: boolean;
  /** `down`: `[rank, in, …]`; `up`: `[out, rank, …]`. */
  readonly factors?: { readonly down: FileTensor; readonly up: FileTensor; readonly scale: number };
  /** Of the weight's own shape. */
  readonly whole?: FileTensor;
  readonly bias?: FileTensor;
}

/**
 * The layers of a LoRA file. Scales are `alpha / rank`, as kohya's scripts write them, else 1.
 *
 * Throws FaultError `lora-unreadable`; `lora-unsupported` for other ways of adapting (LoHa, LoKr, DoRA, OFT), for
 * names of no known manner, and for a layer with one factor only.
 */
export function readLora(bytes: Uint8Array, file: string): LoraLayer[] {
  const tensors = readSafetensors(bytes, file);
  const layers = new Map<string, { role: TensorRole; parts: Partial<Record<TensorRole['part'], FileTensor>> }>();
  for (const [name, tensor] of tensors) {
    const other = otherWay(name);
    if (other) throw new FaultError('lora-unsupported', { file, kind: other });
    const role = roleOf(name);
    if (!role) continue;
    const key = `${role.graph} ${role.module}`;
    const layer = layers.get(key) ?? { role, parts: {} };
    layer.parts[role.part] = tensor;
    layers.set(key, layer);
  }
  if (layers.size === 0) throw new FaultError('lora-unsupported', { file, kind: 'tensors that are not named as a LoRA’s' });
  return [...layers.values()].map(({ role: { graph, module, flat }, parts: { down, up, alpha, whole, bias } }) => {
    if (!down !== !up) throw new FaultError('lora-unsupported', { file, kind: `the layer ${module} with one of its two factors only` });
    return {
      ...{ graph, module, flat },
      ...(down && up && { factors: factorsOf(module, { down, up, alpha }, file) }),
      ...(whole && { whole }),
      ...(bias && { bias }),
    };
  });
}

function factorsOf(module: string, { down, up, alpha }: { down: FileTensor; up: FileTensor; alpha: FileTensor | undefined }, file: string) {
  const rank = down.shape[0] ?? 0;
  if (rank === 0 || up.shape[1] !== rank) throw new FaultError('lora-unsupported', { file, kind: `the layer ${module} with factors that do not fit each other` });
  const scale = (alpha?.numbers()[0] ?? rank) / rank;
  if (!Number.isFinite(scale)) throw new FaultError('lora-unsupported', { file, kind: `the layer ${module} with a scale that is no number` });
  return { down, up, scale };
}
