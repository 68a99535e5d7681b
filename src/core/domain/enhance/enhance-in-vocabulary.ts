import type { WordList } from '../../schema/words.ts';
import { diffParts } from './diff-parts.ts';
import { applyParts, changesOf, type Enhancement, enhancementOf, keptPart, type PromptChange } from './enhancement.ts';
import { intoVocabulary } from './into-vocabulary.ts';
import { readIn } from './known-words.ts';
import { wordByWord } from './word-by-word.ts';

/** What a scene gains most by, where the prompt says nothing of it. */
const GAINS = [
  { slot: 'time', said: 'at sunset', why: 'Nothing says when it is. Sunset gives the picture warm light and depth.' },
  { slot: 'camera', said: 'slow zoom in', why: 'Nothing says what the camera does. A slow zoom draws the eye to the subject.' },
] as const;

/** A better prompt for a model that knows few words: said in those words, with light and camera where none are named. */
export function enhanceInVocabulary(prompt: string, words: WordList, limit: number, isFragment: boolean): Enhancement {
  const parts = translated(prompt, words, isFragment);
  const textOf = (more: readonly PromptChange[]) => applyParts({ before: prompt, parts: more }, new Set(changesOf({ parts: more })));
  for (const { slot, said, why } of isFragment ? [] : GAINS) {
    if (readIn(textOf(parts), words).understood.has(slot)) continue;
    const more: PromptChange[] = [...parts, { kind: 'added', from: '', to: said, why, join: 'tag' }];
    const { spans, understood } = readIn(textOf(more), words);
    const isRead = understood.has(slot) && spans.every(({ kind }) => kind !== 'ignored');
    if (isRead && textOf(more).length <= limit) parts.push(...more.slice(-1));
  }
  return enhancementOf({ before: prompt, parts, negative: [], by: { kind: 'rules' } });
}

/** The prompt in the model's words: word by word where it then reads what is meant, else as a sentence of its own. */
function translated(prompt: string, words: WordList, isFragment: boolean): PromptChange[] {
  const { spans, understood } = readIn(prompt, words);
  const isRead = (isFragment || understood.has('subject')) && spans.every(({ kind }) => kind !== 'ignored');
  if (isRead && isFragment) return [keptPart(prompt)];
  const { text, changes, ignored } = intoVocabulary(prompt, words);
  const wanted = readIn(text, words).understood;
  // "A bird flies over a house": known to the last word, but for that the two are to be seen.
  if (isRead && (understood.has('second') || !wanted.has('second'))) return [keptPart(prompt)];
  const parts = wordByWord(prompt, words, isFragment);
  // It stands behind words of each clip's own: there is no sentence to be made of it.
  if (isFragment) return parts;
  const got = readIn(applyParts({ before: prompt, parts }, new Set(changesOf({ parts }))), words);
  const isMeant = got.spans.every(({ kind }) => kind !== 'ignored') && got.understood.size === wanted.size && [...wanted].every(([slot, value]) => got.understood.get(slot) === value);
  if (isMeant) return parts;
  const why = [...changes, ...ignored].map((one) => one.why).join(' ');
  return diffParts(prompt, text, () => why);
}
