import { graphAmong } from '../models/graph-files.ts';

/** The graphs of a model that places words and pictures in one space, of SigLIP's layout. */
export const MEANING_GRAPHS = ['text_model', 'vision_model'] as const;

/** Whether these are the files of such a model. */
export const isMeaningModel = (paths: readonly string[]): boolean => ['preprocessor_config.json', 'tokenizer.json'].every((path) => paths.includes(path)) && MEANING_GRAPHS.every((name) => graphAmong(paths, name) !== undefined);
