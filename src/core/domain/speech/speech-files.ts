import { graphAmong } from '../models/graph-files.ts';

/** The graphs of a model that writes down what it hears. */
export const SPEECH_GRAPHS = ['encoder_model', 'decoder_model_merged'] as const;

/** What lies beside the graphs. */
export const SPEECH_DESCRIPTIONS = ['config.json', 'generation_config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'];

/** A model that reads pictures, of Florence-2's layout, has all those files too; this graph it has beside them. */
const EYE = 'vision_encoder';

/** Whether these are the files of a model that hears, of Whisper's layout. */
export const isSpeechModel = (paths: readonly string[]): boolean =>
  SPEECH_DESCRIPTIONS.every((path) => paths.includes(path)) && SPEECH_GRAPHS.every((name) => graphAmong(paths, name) !== undefined) && graphAmong(paths, EYE) === undefined;
