/** Which part of a LoRA's layer a tensor is. `whole`: the change itself, not in two factors. */
export type LayerPart = 'down' | 'up' | 'alpha' | 'whole' | 'bias';

/** The graphs of a model that LoRAs change. */
export type AdaptedGraph = 'transformer' | 'text_encoder';

export interface TensorRole {
  readonly graph: AdaptedGraph;
  /** The module's path, with dots, or with underscores for dots where `flat`. */
  readonly module: string;
  readonly flat: boolean;
  readonly part: LayerPart;
}

/**
 * Endings, longest first: diffusers and PEFT (`lora_A`, `lora_B`, before that `lora.down`), kohya's scripts and
 * lightx2v's Wan files (`lora_down`, `lora_up`, `alpha`, `diff`, `diff_b`).
 */
const ENDINGS: readonly (readonly [ending: string, part: LayerPart])[] = [
  ['.lora_A.default.weight', 'down'],
  ['.lora_B.default.weight', 'up'],
  ['.lora_A.weight', 'down'],
  ['.lora_B.weight', 'up'],
  ['.lora.down.weight', 'down'],
  ['.lora.up.weight', 'up'],
  ['_lora.down.weight', 'down'],
  ['_lora.up.weight', 'up'],
  ['.lora_down.weight', 'down'],
  ['.lora_up.weight', 'up'],
  ['.alpha', 'alpha'],
  ['.diff_b', 'bias'],
  ['.diff', 'whole'],
];

/** Beginnings that say of which graph a layer is, and whether its dots were written as underscores. */
const BEGINNINGS: readonly (readonly [beginning: string, graph: AdaptedGraph, flat: boolean])[] = [
  ['lora_unet_', 'transformer', true],
  ['lora_transformer_', 'transformer', true],
  ['lora_te1_', 'text_encoder', true],
  ['lora_te_', 'text_encoder', true],
  ['base_model.model.', 'transformer', false],
  ['diffusion_model.', 'transformer', false],
  ['transformer.', 'transformer', false],
  ['unet.', 'transformer', false],
  ['text_encoder.', 'text_encoder', false],
];

/** Ways of adapting that are no LoRA in two factors, by what their tensors are called. */
const OTHER_WAYS: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\.hada_w/, 'LoHa'],
  [/\.lokr_w/, 'LoKr'],
  [/\.(dora_scale|lora_magnitude_vector)/, 'DoRA'],
  [/\.(oft_blocks|oft_diag)/, 'OFT'],
];

/** What the way is called that a tensor belongs to, where it is not a LoRA's. */
export const otherWay = (tensor: string): string | undefined => OTHER_WAYS.find(([sign]) => sign.test(tensor))?.[1];

/** What a tensor of a LoRA is, by its name; undefined for names of no known manner. */
export function roleOf(tensor: string): TensorRole | undefined {
  const ending = ENDINGS.find(([end]) => tensor.endsWith(end));
  if (!ending) return undefined;
  const stem = tensor.slice(0, -ending[0].length);
  const beginning = BEGINNINGS.find(([start]) => stem.startsWith(start));
  const [start, graph, flat] = beginning ?? ['', 'transformer', false];
  // Files of the first diffusers name the attention's processor between the layer and its matrix.
  const module = asDiffusersWan(stem.slice(start.length).replace('.processor.', '.'));
  return module === '' ? undefined : { graph, module, flat, part: ending[1] };
}

/** The module paths of Wan's own code, as diffusers calls them. */
const WAN: readonly (readonly [RegExp, string])[] = [
  [/^(blocks\.\d+)\.self_attn\.(q|k|v)$/, '$1.attn1.to_$2'],
  [/^(blocks\.\d+)\.self_attn\.o$/, '$1.attn1.to_out.0'],
  [/^(blocks\.\d+)\.cross_attn\.(q|k|v)$/, '$1.attn2.to_$2'],
  [/^(blocks\.\d+)\.cross_attn\.o$/, '$1.attn2.to_out.0'],
  [/^(blocks\.\d+)\.cross_attn\.(k|v)_img$/, '$1.attn2.add_$2_proj'],
  [/^(blocks\.\d+)\.ffn\.0$/, '$1.ffn.net.0.proj'],
  [/^(blocks\.\d+)\.ffn\.2$/, '$1.ffn.net.2'],
];

function asDiffusersWan(module: string): string {
  const known = WAN.find(([sign]) => sign.test(module));
  return known ? module.replace(known[0], known[1]) : module;
}

/** Whether a layer of a LoRA means a module of a graph. A graph may have been exported from within a larger one. */
export function meansModule({ module, flat }: Pick<TensorRole, 'module' | 'flat'>, ofGraph: string): boolean {
  const path = flat ? ofGraph.replaceAll('.', '_') : ofGraph;
  return path === module || path.endsWith(`${flat ? '_' : '.'}${module}`);
}
