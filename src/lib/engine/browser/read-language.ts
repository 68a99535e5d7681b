import { fromUtf8 } from '#core/domain/bytes/text-bytes.ts';
import { type PromptReading, readPrompt } from '#core/domain/generate/prompt-words.ts';
import { Vocabulary } from '#core/domain/generate/vocabulary.ts';
import { parseJson } from '#core/pipelines/model-folder.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import { WordList } from '#core/schema/words.ts';
import type { ModelCache } from '#lib/workers/model-cache.ts';

/** What a model knows to read, and its list of what the words mean where it has one. */
export interface Language {
  readonly vocabulary: Vocabulary;
  readonly list: WordList | null;
  /** A prompt the way the model will read it; words beyond `maxTokens` are ignored. */
  readonly read: (prompt: string, maxTokens?: number) => PromptReading;
}

/** Reads tokenizer and word list of a model that is here. Throws FaultError `model-*`. */
export async function readLanguage(files: ModelCache, manifest: ModelManifest): Promise<Language> {
  const { file } = manifest.components.tokenizer;
  const tokenizer = parseJson(file, await files.read(file)) as { model?: { vocab?: Record<string, number> } };
  const bytes = await files.readWords();
  const list = bytes ? (WordList.safeParse(JSON.parse(fromUtf8(bytes))).data ?? null) : null;
  const vocabulary = new Vocabulary(Object.keys(tokenizer.model?.vocab ?? {}), list ?? undefined);
  return { vocabulary, list, read: (prompt, maxTokens) => readPrompt(prompt, vocabulary, maxTokens) };
}
