import { diffWordsWithSpace } from 'diff';
import { keptPart, type PromptChange } from './enhancement.ts';

/**
 * What became of a prompt, word by word. `why` says it for a person, of the words that went and those that came.
 * Put together with no change it is `before`, with all changes `after`, but for spaces.
 */
export function diffParts(before: string, after: string, why: (gone: string, came: string) => string): PromptChange[] {
  const parts: PromptChange[] = [];
  const add = (gone: string, came: string) => {
    if (gone === '' && came === '') return;
    if (gone.trim() === '' && came.trim() === '') return void parts.push({ ...keptPart(gone), to: gone });
    const kind = gone.trim() === '' ? 'added' : came.trim() === '' ? 'left-out' : 'swapped';
    parts.push({ kind, from: gone, to: came, why: why(gone.trim(), came.trim()), join: 'as-is' });
  };
  let gone = '';
  let came = '';
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    if (removed) gone += value;
    else if (added) came += value;
    // A lone space between two changes holds them together.
    else if (value.trim() === '' && (gone !== '' || came !== '')) [gone, came] = [gone + value, came + value];
    else {
      add(gone, came);
      [gone, came] = ['', ''];
      parts.push(keptPart(value));
    }
  }
  add(gone, came);
  return parts;
}
