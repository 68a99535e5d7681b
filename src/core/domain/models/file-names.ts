import { ModelPath } from '../../schema/manifest.ts';

/** Kinds of file that a model may have. All of them are data: none can run anything. */
const WEIGHTS = /\.(onnx|onnx_data(_\d{1,3})?|onnx\.data|safetensors|gguf)$/i;
const WORDS = /(^|\/)(.+\.json|merges\.txt|vocab\.txt|.+\.jinja|spiece\.model|tokenizer\.model|sentencepiece\.bpe\.model)$/i;
/** Bare numbers, as voices have them. Other files of this ending are Python's pickles. */
const VOICES = /(^|\/)voices\/[^/]+\.bin$/i;

/** Names that Windows keeps for itself, and ends that it drops. */
const NOT_ON_WINDOWS = /(^|\/)((con|prn|aux|nul|com\d|lpt\d)(\.[^/]*)?|[^/]*[. ])(\/|$)/i;
const UNFINISHED = /\.part$/i;

/** Why a file of this name is not taken; undefined where it is. */
export function refuseFileName(path: string): 'name' | 'kind' | undefined {
  if (!ModelPath.safeParse(path).success || NOT_ON_WINDOWS.test(path) || UNFINISHED.test(path)) return 'name';
  return WEIGHTS.test(path) || WORDS.test(path) || VOICES.test(path) ? undefined : 'kind';
}

/** Whether a file is one of the small ones that say how a model is to be used. */
export const isWordsFile = (path: string): boolean => refuseFileName(path) === undefined && WORDS.test(path);
