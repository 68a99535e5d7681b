import type { DeliveredClip } from './delivered-film.ts';

/** What a clip is called in an editor: its slate, and its name or what it shows. */
export function clipTitle({ slate, name, prompt }: Pick<DeliveredClip, 'slate' | 'name' | 'prompt'>): string {
  const words = (name || prompt).replace(/\s+/g, ' ');
  const short = [...words].slice(0, 60).join('').trim();
  return [slate, short].filter(Boolean).join(' ');
}

/** As it reads in a list: "medium close-up". */
export const readable = (word: string | null): string => (word ?? '').replace(/-/g, ' ').replace('close up', 'close-up');

/** The slate that a clip's title begins with; undefined where it begins with none. */
export const slateIn = (title: string): string | undefined => /^\d+[A-Z]+(?: A\d+)?(?=\s|$)/.exec(title.trim())?.[0];
