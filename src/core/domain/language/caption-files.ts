import { graphAmong, type GraphFile } from '../models/graph-files.ts';

/** The graphs of Florence-2's layout: eye, words, what reads both, what writes. */
export const CAPTION_GRAPHS = ['vision_encoder', 'embed_tokens', 'encoder_model', 'decoder_model_merged'] as const;
export type CaptionGraph = (typeof CAPTION_GRAPHS)[number];

const DESCRIPTIONS = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'];

/** Whether these are the files of a model that describes pictures, of Florence-2's layout. */
export const isCaptionModel = (paths: readonly string[]): boolean => DESCRIPTIONS.every((path) => paths.includes(path)) && CAPTION_GRAPHS.every((name) => graphAmong(paths, name));

/** Its graphs as they lie here; the name of the first that does not, in their place. */
export function captionGraphs(paths: readonly string[]): Record<CaptionGraph, GraphFile> | CaptionGraph {
  const found: Partial<Record<CaptionGraph, GraphFile>> = {};
  for (const name of CAPTION_GRAPHS) {
    const graph = graphAmong(paths, name);
    if (!graph) return name;
    found[name] = graph;
  }
  return found as Record<CaptionGraph, GraphFile>;
}
