import type { Broken } from '../measure/looks-broken.ts';

/** Each as the end of a sentence that begins with what was stopped. */
export const BROKEN_WORDS: Record<Broken, string> = {
  flat: 'its preview was all one colour',
  noise: 'its preview was only noise',
  'unlike-first': 'its preview was nothing like its first keyframe',
};
