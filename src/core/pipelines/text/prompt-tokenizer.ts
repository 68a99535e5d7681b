import { Tokenizer } from '@huggingface/tokenizers';
import type { ModelManifest } from '../../schema/manifest.ts';
import { FaultError } from '../../schema/fault.ts';
import { parseJson } from '../model-folder.ts';

export interface Tokens {
  /** At most `maxTokens` ids; empty for a prompt without words, or without known ones. */
  readonly ids: readonly number[];
  /** Words that the tokenizer does not know, in lower case. */
  readonly unknown: readonly string[];
}

/** A model's tokenizer with its manifest's rules for unknown words and length. */
export class PromptTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #rules: ModelManifest['text'];
  readonly #padId: number;
  readonly #unknownId: number | undefined;

  /** `bytes`: a tokenizer.json. Throws FaultError `model-manifest-invalid` for one that cannot be used. */
  constructor(file: string, bytes: Uint8Array, rules: ModelManifest['text']) {
    const description = parseJson(file, bytes);
    try {
      this.#tokenizer = new Tokenizer(description as object, {});
      // What a broken description lacks often shows only when it is used.
      this.#tokenizer.encode('a');
    } catch (cause) {
      throw new FaultError('model-manifest-invalid', { file, problem: 'it is no tokenizer' }, { cause });
    }
    this.#rules = rules;
    const idOf = (...names: string[]) =>
      names.map((name) => this.#tokenizer.token_to_id(name)).find((id) => id !== undefined);
    this.#padId = idOf('[PAD]', '<pad>', '<|endoftext|>') ?? 0;
    this.#unknownId = idOf('[UNK]', '<unk>');
  }

  /** The id that fills rows up to one length. */
  get padId(): number {
    return this.#padId;
  }

  tokenize(text: string): Tokens {
    const { ids, tokens } = this.#tokenizer.encode(text);
    const kept: number[] = [];
    const unknown: string[] = [];
    for (const [i, token] of tokens.entries()) {
      // The library gives undefined, whatever its types say, for words that are not in the vocabulary.
      const id = ids[i];
      const known = id !== undefined && id !== this.#unknownId && id !== this.#padId;
      if (!known && /[\p{L}\p{N}]/u.test(token)) unknown.push(token);
      if (known) kept.push(id);
      else if (!this.#rules.dropUnknown && this.#unknownId !== undefined) kept.push(this.#unknownId);
    }
    return { ids: kept.slice(0, this.#rules.maxTokens), unknown };
  }
}
