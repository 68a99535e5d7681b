import { z } from 'zod';
import { CUT_OUT_GRAPHS, CutOutConfig } from '../../domain/cut-outs/cut-out-files.ts';
import { captionGraphs, captionLayoutOf } from '../../domain/language/caption-files.ts';
import { CHAT_DESCRIPTIONS, isChatConfig } from '../../domain/language/chat-files.ts';
import { MEANING_GRAPHS } from '../../domain/language/meaning-files.ts';
import { DepthConfig } from '../../domain/models/depth-files.ts';
import { graphAmong } from '../../domain/models/graph-files.ts';
import { SPEECH_DESCRIPTIONS, SPEECH_GRAPHS } from '../../domain/speech/speech-files.ts';
import { VOICE_GRAPHS, voicesAmong } from '../../domain/voice/voice-files.ts';
import type { Purpose } from '../../schema/catalogue.ts';
import { FaultError } from '../../schema/fault.ts';
import { ChatConfig } from '../transformers/chat-model.ts';
import { CutOutEyeConfig } from '../transformers/cut-out-model.ts';
import { DepthEyeConfig } from '../transformers/depth-model.ts';
import { florence2Layout } from '../transformers/florence2-layout.ts';
import { jsonOf } from '../transformers/load.ts';
import { PictureConfig } from '../transformers/picture-planes.ts';
import { smolvlmLayout } from '../transformers/smolvlm-layout.ts';
import { readSpeechConfig } from '../transformers/speech-config.ts';

type Read = (path: string) => Promise<Uint8Array>;

/** Files of a model of @huggingface/transformers that a step of the studio works with. */
export interface Layout {
  readonly purpose: Purpose;
  /** Whether a model has this layout, or was to have it. `config`: its config.json as text; undefined where it has none. */
  isMeant(paths: readonly string[], config: string | undefined): boolean;
  readonly graphs: readonly string[];
  /** What has to lie beside the graphs. */
  readonly beside: readonly string[];
  /** Reads what is relied upon. Throws FaultError `model-manifest-invalid` or `model-file-missing`. */
  check(read: Read, paths: readonly string[]): Promise<unknown>;
}

const TOKENIZER = ['tokenizer.json', 'tokenizer_config.json'] as const;
const has = (paths: readonly string[], graph: string): boolean => graphAmong(paths, graph) !== undefined;
/** Whether a config.json names one of these kinds; where there is none, the graphs alone tell. */
const isKind = (config: string | undefined, ...kinds: readonly string[]): boolean => config === undefined || kinds.includes(kindIn(config) ?? '');
const kindIn = (config: string): string | undefined => {
  try {
    return z.object({ model_type: z.string() }).safeParse(JSON.parse(config)).data?.model_type;
  } catch {
    return undefined;
  }
};

const parsed = async <Shape>(read: Read, file: string, shape: z.ZodType<Shape>): Promise<Shape> => jsonOf(file, await read(file), shape);

/** The first whose files are meant counts. */
export const LAYOUTS: readonly Layout[] = [
  {
    purpose: 'search',
    isMeant: (paths, config) => MEANING_GRAPHS.some((graph) => has(paths, graph)) && isKind(config, 'siglip'),
    graphs: MEANING_GRAPHS,
    beside: ['config.json', 'preprocessor_config.json', ...TOKENIZER],
    check: (read) => parsed(read, 'preprocessor_config.json', PictureConfig),
  },
  {
    purpose: 'captions',
    isMeant: (paths, config) => has(paths, 'vision_encoder') && isKind(config, 'florence2', 'idefics3', 'smolvlm'),
    graphs: [],
    beside: ['config.json', 'preprocessor_config.json', ...TOKENIZER],
    async check(read, paths) {
      const graphs = captionGraphs(paths);
      if (typeof graphs === 'string') throw new FaultError('model-file-missing', { file: `onnx/${graphs}.onnx` });
      await (captionLayoutOf(paths) === 'florence2' ? florence2Layout : smolvlmLayout)(read);
    },
  },
  {
    purpose: 'speech',
    isMeant: (paths, config) => SPEECH_GRAPHS.some((graph) => has(paths, graph)) && !has(paths, 'vision_encoder') && (config === undefined ? paths.includes('generation_config.json') : isKind(config, 'whisper')),
    graphs: SPEECH_GRAPHS,
    beside: SPEECH_DESCRIPTIONS,
    check: (read) => readSpeechConfig(read),
  },
  {
    purpose: 'depth',
    isMeant: (paths, config) => has(paths, 'model') && config !== undefined && isKind(config, 'depth_anything'),
    graphs: ['model'],
    beside: ['config.json', 'preprocessor_config.json'],
    async check(read) {
      await parsed(read, 'config.json', DepthConfig);
      await parsed(read, 'preprocessor_config.json', DepthEyeConfig);
    },
  },
  {
    purpose: 'cut-outs',
    isMeant: (paths, config) => has(paths, 'model') && config !== undefined && isKind(config, 'modnet'),
    graphs: CUT_OUT_GRAPHS,
    beside: ['config.json', 'preprocessor_config.json'],
    async check(read) {
      await parsed(read, 'config.json', CutOutConfig);
      await parsed(read, 'preprocessor_config.json', CutOutEyeConfig);
    },
  },
  {
    purpose: 'voice',
    isMeant: (paths, config) => has(paths, 'model') && (config !== undefined && isKind(config, 'style_text_to_speech_2') || paths.some((path) => /^voices\/.+\.bin$/.test(path))),
    graphs: VOICE_GRAPHS,
    beside: ['config.json', ...TOKENIZER],
    async check(_read, paths) {
      if (voicesAmong(paths).length === 0) throw new FaultError('model-file-missing', { file: 'voices/af_heart.bin (or another English voice)' });
    },
  },
  {
    purpose: 'language',
    isMeant: (paths, config) => has(paths, 'model') && config !== undefined && isChatConfig(config),
    graphs: ['model'],
    beside: CHAT_DESCRIPTIONS,
    check: (read) => parsed(read, 'config.json', ChatConfig),
  },
];
