import type { DeliveredClip } from '#core/film/interchange/delivered-film.ts';

/** How many slates are named before the rest is counted. */
const NAMED = 8;

/** Clips by their slates: "1A, 1B and 3 more". */
export function slateList(clips: readonly Pick<DeliveredClip, 'slate'>[]): string {
  const named = clips.slice(0, NAMED).map(({ slate }) => slate);
  const rest = clips.length - named.length;
  if (rest > 0) return `${named.join(', ')} and ${rest} more`;
  return named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : (named[0] ?? '');
}
