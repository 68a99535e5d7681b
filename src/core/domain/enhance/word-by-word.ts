import type { WordList } from '../../schema/words.ts';
import { splitWords } from '../generate/split-words.ts';
import type { Vocabulary } from '../generate/vocabulary.ts';
import { keptPart, type PromptChange } from './enhancement.ts';
import { isOwn, translate } from './into-vocabulary.ts';
import { vocabularyOf } from './known-words.ts';
import type { Stretch } from './nearest/scene-mentions.ts';
import { plainWords } from './nearest/say-scene.ts';

/** A translation as changes in the places of the words; what words bring to mind stands at the end. `isFragment`: no subject is given where none is named. */
export function wordByWord(prompt: string, words: WordList, isFragment = false): PromptChange[] {
  const vocabulary = vocabularyOf(words);
  const { stretches, chosen, given, changes, ignored } = translate(prompt, words);
  const subject = chosen.get('subject')?.value ?? given;
  const whyOf = (from: string) => ignored.find((one) => one.from.toLowerCase() === from.toLowerCase())?.why ?? `“${from}” says nothing more to this model.`;
  const parts: PromptChange[] = [];
  const later: PromptChange[] = [];
  if (given !== undefined && !isFragment) {
    const change = changes.find(({ from }) => from === '');
    parts.push({ kind: 'added', from: '', to: `${plainWords('subject', given, words)}, `, why: change?.why ?? '', join: 'as-is' });
  }
  let from = 0;
  stretches.forEach((stretch, at) => {
    if (stretch.start > from) parts.push(keptPart(prompt.slice(from, stretch.start)));
    from = stretch.end;
    const taken = [...chosen.values()].filter((mention) => mention.at === at);
    const said: string[] = [];
    const why: string[] = [];
    // Size and colour stand before the subject they are of.
    for (const mention of taken.sort((a, b) => LOOKS.indexOf(b.slot) - LOOKS.indexOf(a.slot))) {
      const to = isOwn(mention) ? stretch.from : plainWords(mention.slot, mention.value, words, subject);
      const told = changes.find((change) => change.slot === mention.slot)?.why ?? '';
      const inPlace = mention.strength > 1 || LOOKS.includes(mention.slot);
      if (inPlace && !said.includes(to)) said.push(to);
      if (inPlace && !isOwn(mention)) why.push(told);
      if (!inPlace) later.push({ kind: 'added', from: '', to, why: told, join: 'tag' });
    }
    const to = said.join(' ');
    if (to === stretch.from || (taken.length === 0 && stretch.small && isKnown(stretch, vocabulary))) parts.push(keptPart(stretch.from));
    else if (to === '') parts.push({ kind: 'left-out', from: stretch.from, to: '', why: later.some(({ why: told }) => told.startsWith(`“${stretch.from}”`)) ? `What “${stretch.from}” brings to mind is said at the end.` : whyOf(stretch.from), join: 'as-is' });
    else parts.push({ kind: 'swapped', from: stretch.from, to, why: why.join(' '), join: 'as-is' });
  });
  if (from < prompt.length) parts.push(keptPart(prompt.slice(from)));
  return [...parts, ...later];
}

const LOOKS = ['second', 'second_colour', 'subject', 'colour', 'size'];

const isKnown = ({ from }: Stretch, vocabulary: Vocabulary): boolean => splitWords(from).every(({ text }) => vocabulary.has(text));
