import type { WordList } from '../../schema/words.ts';
import { additionsFor } from './additions.ts';
import type { Dialect } from './dialect.ts';
import { applyParts, changesOf, type Enhancement, enhancementOf, keptPart, type PromptChange } from './enhancement.ts';
import { enhanceInVocabulary } from './enhance-in-vocabulary.ts';
import { type Aspect, ASPECTS } from './film-terms.ts';
import { negativeFor } from './negative-words.ts';

export interface EnhanceOptions {
  readonly dialect: Dialect;
  /** How long the result may be, in UTF-16 code units. */
  readonly limit: number;
  /** The words of the model, for the dialect `vocabulary`. */
  readonly words?: WordList | undefined;
  /** What is sent with the prompt anyway (camera, shot, style, the scene's own): not said again. */
  readonly sentWith?: string;
  /** Whether it is a part that other prompts inherit (a scene's, a style's): it names no subject, and no camera that is each clip's own. */
  readonly isFragment?: boolean;
  /** Whether a single picture is drawn: what moves is not for it. */
  readonly isStill?: boolean;
  /** What stands in the negative prompt. */
  readonly negative?: string;
}

/**
 * A better prompt by rules alone: what a film maker would say beside the subject (light, camera, shot, composition,
 * lens, colours, care), in the model's dialect, and only what is not said yet. Done twice it changes nothing more,
 * and nothing it adds goes beyond the limit.
 */
export function enhancePrompt(prompt: string, options: EnhanceOptions): Enhancement {
  const { dialect, limit, words, sentWith = '', negative = '', isFragment = false, isStill = false } = options;
  if (prompt.trim() === '') return enhancementOf({ before: prompt, parts: prompt === '' ? [] : [keptPart(prompt)], negative: [], by: { kind: 'rules' } });
  if (dialect === 'vocabulary' && words) return enhanceInVocabulary(prompt, words, limit, isFragment);
  const spoken = dialect === 'vocabulary' ? 'sentences' : dialect;
  const parts = spoken === 'sentences' ? withoutEmptyPraise(prompt) : [keptPart(prompt)];
  const bare = applyParts({ before: prompt, parts }, new Set(changesOf({ parts })));
  let length = bare.length;
  let isFull = false;
  for (const { text, why } of additionsFor(bare, { said: `${bare} ${sentWith}`, dialect: spoken, aspects: aspectsFor(isFragment, isStill), isStill })) {
    const longer = length + text.length + 2;
    // What comes first is worth most: a shorter word of less use does not take its place.
    isFull ||= longer > limit;
    if (isFull) break;
    parts.push({ kind: 'added', from: '', to: text, why, join: spoken === 'tags' ? 'tag' : 'sentence' });
    length = longer;
  }
  const note = isFull ? { note: `The prompt may have ${limit} characters, and there is no room for more.` } : {};
  return enhancementOf({ before: prompt, parts, negative: negativeFor(spoken, `${prompt} ${negative}`, isStill), by: { kind: 'rules' }, ...note });
}

/** What a place or a style can say for all its clips. */
const OF_FRAGMENTS: readonly Aspect[] = ['light', 'lens', 'colour', 'quality'];

const aspectsFor = (isFragment: boolean, isStill: boolean): readonly Aspect[] => (isFragment ? OF_FRAGMENTS : ASPECTS).filter((aspect) => !(isStill && aspect === 'camera'));

/** Words of other models' prompts that tell a model of sentences nothing. */
const PRAISE = /\b(?:masterpiece|best quality|award[- ]winning|trending on artstation|artstation|octane render|unreal engine|ultra[- ]?hd|hyper[- ]?realistic|[48]k(?: resolution)?)\b[,;]?[ \t]*/giu;

function withoutEmptyPraise(prompt: string): PromptChange[] {
  const parts: PromptChange[] = [];
  let from = 0;
  for (const { 0: said, index } of prompt.matchAll(PRAISE)) {
    if (index > from) parts.push(keptPart(prompt.slice(from, index)));
    parts.push({ kind: 'left-out', from: said, to: '', why: `“${said.replace(/[,;\s]+$/, '')}” praises the picture and says nothing of what is seen. Models that read sentences gain nothing by it.`, join: 'as-is' });
    from = index + said.length;
  }
  if (from < prompt.length) parts.push(keptPart(prompt.slice(from)));
  return parts;
}
