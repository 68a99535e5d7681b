import { z } from 'zod';
import { graphAmong, isConfigOf } from '../models/graph-files.ts';

/** What tells a model that writes from others with files of the same names: its classes, where it names them, or what it is sized by. */
const Writes = z.union([
  z.object({ architectures: z.array(z.string().regex(/(CausalLM|LMHeadModel)$/)).min(1) }),
  z.object({ architectures: z.undefined(), num_hidden_layers: z.number(), num_attention_heads: z.number(), max_position_embeddings: z.number() }),
]);

/** What lies beside the graph. */
export const CHAT_DESCRIPTIONS = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;

/** Whether these may be the files of a model that writes, of Qwen's and Llama's layout. */
export const isChatModel = (paths: readonly string[]): boolean =>
  CHAT_DESCRIPTIONS.every((path) => paths.includes(path)) && graphAmong(paths, 'model') !== undefined;

/** Whether a config.json is that of such a model. */
export const isChatConfig = (text: string): boolean => isConfigOf(text, Writes);
