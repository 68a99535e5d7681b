import { z } from 'zod';
import { Fault } from '../fault.ts';

/** A language model on a server beside the accelerator. */
export const LanguageModelOffer = z.object({
  /** Host, port and the server's own name for it. */
  id: z.string().min(1).max(400),
  name: z.string().min(1).max(200),
  /** The server that has it: Ollama, llama.cpp, LM Studio, or its address. */
  server: z.string().min(1).max(200),
});
export type LanguageModelOffer = z.infer<typeof LanguageModelOffer>;

/** A server that was looked for. */
export const LanguageServer = z.object({
  name: z.string().min(1).max(200),
  /** Host and port. */
  address: z.string().min(1).max(300),
  /** Why it cannot be used; absent where it answers. */
  fault: Fault.optional(),
});
export type LanguageServer = z.infer<typeof LanguageServer>;

export const LanguageOffer = z.object({ models: z.array(LanguageModelOffer).max(500), servers: z.array(LanguageServer).max(64) });
export type LanguageOffer = z.infer<typeof LanguageOffer>;

/** A question to a language model. Lengths in UTF-16 code units. */
export const CompletionOrder = z.object({
  model: LanguageModelOffer.shape.id,
  system: z.string().max(20_000),
  user: z.string().max(200_000),
  /** The JSON Schema that the answer is to follow, for servers that can hold a model to one. */
  schema: z.record(z.string(), z.unknown()).optional(),
  maxTokens: z.int().min(1).max(32_768),
});
export type CompletionOrder = z.infer<typeof CompletionOrder>;

export const Completion = z.object({ text: z.string() });
export type Completion = z.infer<typeof Completion>;
