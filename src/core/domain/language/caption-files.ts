import { graphAmong, type GraphFile } from '../models/graph-files.ts';

/** The graphs of each layout that is known: eye, words, what reads both where that is a graph of its own, what writes. */
const LAYOUTS = {
  florence2: ['vision_encoder', 'embed_tokens', 'encoder_model', 'decoder_model_merged'],
  smolvlm: ['vision_encoder', 'embed_tokens', 'decoder_model_merged'],
} as const;
export type CaptionLayoutName = keyof typeof LAYOUTS;
export const CAPTION_GRAPHS = LAYOUTS.florence2;

/** What lies beside the graphs. */
const DESCRIPTIONS = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'];
/** And in SmolVLM's layout, which shares its graphs' names with models that see in other ways. */
const OF_SMOLVLM = 'processor_config.json';

/** Of Florence-2's layout is what reads before it writes. */
export const captionLayoutOf = (paths: readonly string[]): CaptionLayoutName => (graphAmong(paths, 'encoder_model') ? 'florence2' : 'smolvlm');

/** Whether these are the files of a model that describes pictures, of a layout that is known. */
export const isCaptionModel = (paths: readonly string[]): boolean =>
  DESCRIPTIONS.every((path) => paths.includes(path)) && hasCaptionGraphs(paths) && (captionLayoutOf(paths) === 'florence2' || paths.includes(OF_SMOLVLM));

/** Whether all graphs of a known layout are among these files. */
export const hasCaptionGraphs = (paths: readonly string[]): boolean => typeof captionGraphs(paths) !== 'string';

/** Its graphs as they lie here; the name of the first that does not, in their place. */
export function captionGraphs(paths: readonly string[]): Readonly<Record<string, GraphFile>> | string {
  const found: Record<string, GraphFile> = {};
  for (const name of LAYOUTS[captionLayoutOf(paths)]) {
    const graph = graphAmong(paths, name);
    if (!graph) return name;
    found[name] = graph;
  }
  return found;
}
