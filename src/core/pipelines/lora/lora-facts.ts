import type { LoraFacts, LoraFamily } from '../../schema/kept-lora.ts';
import { otherWay, roleOf } from './layer-names.ts';
import { changesLayers } from './lora-fit.ts';

/** Shapes by the names of tensors. */
type Shapes = ReadonlyMap<string, readonly number[]>;

/** Inputs of an attention's query, or of a cross attention's key, by which families with layers of one name differ. */
const WIDTHS: readonly (readonly [module: RegExp, width: number, family: LoraFamily])[] = [
  [/^blocks[._]\d+[._](attn1|self_attn)[._](to_)?q$/, 5120, 'wan-14b'],
  [/^blocks[._]\d+[._](attn1|self_attn)[._](to_)?q$/, 3072, 'wan-5b'],
  [/^blocks[._]\d+[._](attn1|self_attn)[._](to_)?q$/, 1536, 'wan-1.3b'],
  [/(down|up)_blocks[._].*attn2[._]to_k$/, 768, 'sd-1'],
  [/(down|up)_blocks[._].*attn2[._]to_k$/, 1024, 'sd-2'],
  [/(down|up)_blocks[._].*attn2[._]to_k$/, 2048, 'sdxl'],
  [/^layers[._]\d+[._]attention[._](to_)?(q|qkv)$/, 3840, 'z-image'],
  [/^(transformer_blocks|single_transformer_blocks|double_blocks|single_blocks)[._]\d+[._]/, 3072, 'flux'],
];

/**
 * What the names and shapes of a file's tensors tell of a LoRA; undefined where no tensor is named as a LoRA's: then it is a
 * whole model, or something else. `own`: a model of Kinora's, and its layers.
 */
export function loraFacts(shapes: Shapes, own?: { readonly id: string; readonly layers: readonly string[] }): LoraFacts | undefined {
  const modules = new Set<string>();
  const families = new Set<LoraFamily>();
  let rank = 0;
  let way: string | undefined;
  for (const [tensor, shape] of shapes) {
    way ??= otherWay(tensor);
    const role = roleOf(tensor);
    if (!role) continue;
    modules.add(`${role.graph} ${role.module}`);
    if (role.part !== 'down') continue;
    rank = Math.max(rank, shape[0] ?? 0);
    for (const [sign, width, family] of WIDTHS) if (role.graph === 'transformer' && shape[1] === width && sign.test(role.module)) families.add(family);
  }
  const adapts = [...shapes.keys()].some((name) => roleOf(name)?.part === 'down' || roleOf(name)?.part === 'whole');
  if (!adapts && way === undefined) return undefined;
  const [family = 'unknown'] = families.size === 1 ? families : [];
  const isOwn = own !== undefined && family === 'unknown' && changesLayers(shapes.keys(), own.layers);
  return { family, layers: modules.size, ...(isOwn && { base: own.id }), ...(rank > 0 && { rank }), ...(way !== undefined && { way }) };
}
