import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { fromUtf8 } from '../../../domain/bytes/text-bytes.ts';
import { FaultError } from '../../../schema/fault.ts';
import type { FolderFiles } from '../../runtime.ts';
import { descriptionFault, readConfig } from '../read-config.ts';
import { CLIP_END, CLIP_START, clipDescription } from './clip-description.ts';

/** The largest vocabularies that are known take 35 MB. */
const LARGEST = 100_000_000;

const TokenName = z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]).nullish();
const Settings = z.object({ model_max_length: z.number().positive().optional(), pad_token: TokenName, eos_token: TokenName });
const Vocabulary = z.record(z.string(), z.int().nonnegative());

export interface FoundTokenizer {
  readonly tokenizer: Tokenizer;
  /** How many tokens its text encoder takes, where that is said. */
  readonly most: number | undefined;
  /** What rows are filled up with. */
  readonly padId: number;
}

/**
 * The tokenizer in a folder, from tokenizer.json or from vocab.json and merges.txt. What rows are filled up with is
 * for each to say: the first encoders of SD 1 and SDXL take their end, that of SD 2 and the second of SDXL take `!`.
 *
 * Throws FaultError `model-file-missing` or `model-manifest-invalid`.
 */
export async function readTokenizer(files: FolderFiles, folder: string): Promise<FoundTokenizer> {
  const [settings = {}, special = {}] = await Promise.all([
    readConfig(files, `${folder}/tokenizer_config.json`, Settings),
    readConfig(files, `${folder}/special_tokens_map.json`, Settings),
  ]);
  const file = `${folder}/tokenizer.json`;
  const description = (await readConfig(files, file, z.record(z.string(), z.unknown()), LARGEST)) ?? (await readParts(files, folder));
  let tokenizer: Tokenizer;
  try {
    tokenizer = new Tokenizer(description, {});
    // What a broken description lacks often shows only when it is used.
    tokenizer.encode('a');
  } catch (cause) {
    throw descriptionFault(file, 'it is no tokenizer', cause);
  }
  const names = [settings.pad_token, special.pad_token, settings.eos_token, special.eos_token, CLIP_END];
  const padId = names.map((name) => (name ? tokenizer.token_to_id(name) : undefined)).find((id) => id !== undefined);
  return { tokenizer, most: settings.model_max_length, padId: padId ?? 0 };
}

async function readParts(files: FolderFiles, folder: string): Promise<object> {
  const file = `${folder}/vocab.json`;
  const vocab = await readConfig(files, file, Vocabulary, LARGEST);
  if (!vocab) throw new FaultError('model-file-missing', { file: `${folder}/tokenizer.json` });
  if (vocab[CLIP_START] === undefined || vocab[CLIP_END] === undefined) throw descriptionFault(file, `it lacks ${CLIP_START} or ${CLIP_END}`);
  const merges = `${folder}/merges.txt`;
  if (((await files.size(merges)) ?? 0) > LARGEST) throw descriptionFault(merges, 'it is far too long');
  return clipDescription(vocab, fromUtf8(await files.read(merges)));
}
