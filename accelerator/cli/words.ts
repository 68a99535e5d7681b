import { readPrompt } from '#core/domain/generate/prompt-words.ts';
import { fromUtf8 } from '#core/domain/bytes/text-bytes.ts';
import { Vocabulary } from '#core/domain/generate/vocabulary.ts';
import { readComponent } from '#core/pipelines/model-folder.ts';
import type { ModelFiles } from '#core/pipelines/runtime.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import { WordList } from '#core/schema/words.ts';
import { nodeDigest } from '../engines/onnx/digest.ts';

/** What the model makes of a prompt, word by word. */
export interface WordsReport {
  readonly known: readonly string[];
  readonly ignored: readonly { readonly word: string; readonly nearest: readonly string[] }[];
}

/**
 * Which words of the prompt the model knows.
 * Throws FaultError `prompt-unknown-words` when there are words and it knows none of them, or what
 * is wrong with the tokenizer's file.
 */
export async function reportWords(prompt: string, files: ModelFiles, manifest: ModelManifest): Promise<WordsReport> {
  const vocabulary = await readVocabulary(files, manifest);
  const { spans } = readPrompt(prompt, vocabulary, manifest.text.maxTokens);
  const textOf = ({ start, end }: { start: number; end: number }) => prompt.slice(start, end);
  const known = spans.filter((span) => span.kind !== 'ignored').map(textOf);
  const ignored = spans
    .filter((span) => span.kind === 'ignored')
    .map((span) => ({ word: textOf(span), nearest: span.suggestions }));
  if (known.length === 0 && ignored.length > 0) {
    throw new FaultError('prompt-unknown-words', {
      words: ignored.map(({ word }) => word).join(', '),
      suggestions: [...new Set(ignored.flatMap(({ nearest }) => nearest))].join(', '),
    });
  }
  return { known, ignored };
}

/** The words of the tokenizer and, where the model has it, its list of what they mean. */
async function readVocabulary(files: ModelFiles, manifest: ModelManifest): Promise<Vocabulary> {
  const tokenizer: unknown = JSON.parse(fromUtf8(await readComponent(files, manifest, 'tokenizer', nodeDigest)));
  const words = Object.keys((tokenizer as { model?: { vocab?: Record<string, number> } }).model?.vocab ?? {});
  return new Vocabulary(words, await readWordList(files, manifest));
}

/** The model's list of what its words mean; undefined where it has none. */
export async function readWordList(files: ModelFiles, { components }: ModelManifest): Promise<WordList | undefined> {
  const list = await files.read(components.tokenizer.file.replace(/[^/]*$/, 'words.json')).catch(() => undefined);
  return list && WordList.safeParse(JSON.parse(fromUtf8(list))).data;
}

/** The ignored words as a sentence, with the nearest known ones; nothing when none was ignored. */
export function ignoredSentence({ ignored }: WordsReport): string | undefined {
  if (ignored.length === 0) return undefined;
  const parts = ignored.map(({ word, nearest }) => (nearest.length > 0 ? `${word} (near: ${nearest.join(', ')})` : word));
  return `The model does not know and leaves out: ${parts.join('; ')}.`;
}
