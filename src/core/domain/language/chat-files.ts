import { graphAmong } from '../models/graph-files.ts';

/** Whether these are the files of a model that writes, of Qwen's and Llama's layout. */
export const isChatModel = (paths: readonly string[]): boolean =>
  ['config.json', 'tokenizer.json', 'tokenizer_config.json'].every((path) => paths.includes(path)) && graphAmong(paths, 'model') !== undefined;
