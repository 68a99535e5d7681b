import type { StorySegment } from '../../../schema/story.ts';

/** How a story says what is to be read in the picture. */
const APPEAR = /The words appear:? [“"]([^”"]+)[”"]/;

/** The words that a segment has appear; for one that asks for something, and does not say in which words, the brief's own. */
export function wordsInPicture({ happens, role }: Pick<StorySegment, 'happens' | 'role'>, call: string | null): string {
  const written = APPEAR.exec(happens)?.[1];
  if (written) return written.trim();
  return role === 'call-to-action' && call !== null ? call.replace(/\.+$/, '') : '';
}
