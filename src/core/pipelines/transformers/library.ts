/**
 * What of @huggingface/transformers the pipelines use, as they use it. Each host imports the library itself and hands it in.
 */

export interface Message {
  readonly role: 'system' | 'user';
  readonly content: string;
}

export interface LibraryTokenizer {
  apply_chat_template(messages: Message[], options: Record<string, unknown>): unknown;
  decode(ids: number[], options: { readonly skip_special_tokens: boolean }): string;
}

export interface LibraryModel {
  forward(inputs: Record<string, unknown>): Promise<unknown>;
  generate(options: Record<string, unknown>): Promise<unknown>;
  dispose(): Promise<unknown>;
}

export interface TransformersLibrary {
  readonly AutoTokenizer: { from_pretrained(name: string): Promise<unknown> };
  readonly AutoModelForCausalLM: { from_pretrained(name: string, options: Record<string, unknown>): Promise<unknown> };
  readonly AutoModelForImageSegmentation: { from_pretrained(name: string, options: Record<string, unknown>): Promise<unknown> };
  readonly Florence2ForConditionalGeneration: { from_pretrained(name: string, options: Record<string, unknown>): Promise<unknown> };
  readonly Idefics3ForConditionalGeneration: { from_pretrained(name: string, options: Record<string, unknown>): Promise<unknown> };
  readonly SiglipTextModel: { from_pretrained(name: string, options: Record<string, unknown>): Promise<unknown> };
  readonly SiglipVisionModel: { from_pretrained(name: string, options: Record<string, unknown>): Promise<unknown> };
  readonly DepthAnythingForDepthEstimation: { from_pretrained(name: string, options: Record<string, unknown>): Promise<unknown> };
  readonly Tensor: new (type: 'float32' | 'bool', data: Float32Array | Uint8Array, dims: number[]) => unknown;
  readonly InterruptableStoppingCriteria: new () => { interrupt(): void };
}
