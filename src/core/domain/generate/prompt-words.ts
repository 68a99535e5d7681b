import type { PromptSpan } from './prompt-span.ts';
import { splitWords, type Word } from './split-words.ts';
import { phraseAt, readTwo } from './two-subjects.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface PromptReading {
  readonly spans: readonly PromptSpan[];
  /** What each slot is set to; of two mentions the first. */
  readonly understood: ReadonlyMap<string, string>;
}

/**
 * Reads a prompt the way the model will: longest known phrase first, then single words. Quick enough
 * to be called at each keystroke. Words beyond `maxTokens` are ignored, as the tokenizer cuts there.
 */
export function readPrompt(prompt: string, vocabulary: Vocabulary, maxTokens = Infinity): PromptReading {
  const words = splitWords(prompt);
  const spans: PromptSpan[] = [];
  let tokens = 0;
  for (let i = 0; i < words.length;) {
    const word = words[i] as Word;
    const match = phraseAt(words, i, vocabulary);
    const length = match?.length ?? 1;
    const { start } = word;
    const { end } = words[i + length - 1] as Word;
    i += length;
    if (!match && !vocabulary.has(word.text)) {
      spans.push({ start, end, kind: 'ignored', suggestions: vocabulary.nearest(word.text) });
      continue;
    }
    tokens += length;
    if (tokens > maxTokens) {
      spans.push({ start, end, kind: 'ignored', suggestions: [] });
    } else if (match) {
      const { slot, value } = match;
      spans.push({ start, end, kind: 'known', slot, value, suggestions: [] });
    } else {
      spans.push({ start, end, kind: vocabulary.isSmall(word.text) ? 'small' : 'known', suggestions: [] });
    }
  }
  const read = vocabulary.takesTwo ? readTwo(spans, prompt) : spans;
  return { spans: read, understood: understoodFrom(read) };
}

function understoodFrom(spans: readonly PromptSpan[]): Map<string, string> {
  const understood = new Map<string, string>();
  for (const { slot, value } of spans) {
    if (slot !== undefined && value !== undefined && !understood.has(slot)) understood.set(slot, value);
  }
  return understood;
}
