import { capital, clipped } from '../english/sentences.ts';
import { isSmallWord } from '../english/small-words.ts';

/** A clip's name: the first words of what is seen, ending with one that means something. */
export function clipName(prompt: string): string {
  const [part = prompt] = prompt.split(/[,:;.–—]/);
  const words = clipped(part.trim() === '' ? prompt : part, 32).split(' ');
  while (words.length > 1 && isSmallWord((words.at(-1) as string).toLowerCase())) words.pop();
  return capital(words.join(' '));
}
