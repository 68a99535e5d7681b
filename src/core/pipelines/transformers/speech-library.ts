import type { LibraryModel } from './library.ts';

/** What of @huggingface/transformers is used to hear and to speak, as it is used. */
export interface LibraryTensor {
  readonly dims: readonly number[];
  readonly data: unknown;
  to(type: 'float32'): LibraryTensor;
}

export interface SpeechTokenizer {
  decode(ids: number[], options: { readonly skip_special_tokens: boolean; readonly clean_up_tokenization_spaces: boolean }): string;
}

export interface LibrarySpeechModel extends Omit<LibraryModel, 'forward'> {
  forward(inputs: Record<string, unknown>): Promise<{ readonly logits: LibraryTensor }>;
  readonly sessions: Readonly<Record<string, { readonly outputNames: readonly string[] }>>;
}

export interface SpeechLibrary {
  readonly AutoTokenizer: { from_pretrained(name: string): Promise<unknown> };
  readonly AutoFeatureExtractor: { from_pretrained(name: string): Promise<unknown> };
  readonly WhisperForConditionalGeneration: { from_pretrained(name: string, options: Record<string, unknown>): Promise<unknown> };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: number[]) => unknown;
  readonly InterruptableStoppingCriteria: new () => { interrupt(): void };
}
