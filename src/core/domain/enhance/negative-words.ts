import type { Dialect } from './dialect.ts';

/** What models of a kind get wrong often; in the words that they were taught to keep away from. */
const WRONG: Record<Exclude<Dialect, 'vocabulary'>, readonly string[]> = {
  sentences: ['blurry details', 'overexposed', 'static picture', 'subtitles', 'watermark', 'worst quality', 'JPEG artifacts', 'deformed limbs', 'extra fingers', 'walking backwards'],
  tags: ['lowres', 'blurry', 'jpeg artifacts', 'watermark', 'text', 'deformed', 'extra fingers', 'bad anatomy', 'cropped'],
};

/** Of these, what is wrong only where something moves. */
const OF_MOVEMENT: readonly string[] = ['static picture', 'subtitles', 'walking backwards'];

/** Words for the negative prompt, without those that stand in the prompt or the negative prompt already. */
export function negativeFor(dialect: Exclude<Dialect, 'vocabulary'>, said: string, isStill = false): string[] {
  const there = said.toLowerCase();
  return WRONG[dialect].filter((words) => !(isStill && OF_MOVEMENT.includes(words))).filter((words) => !words.toLowerCase().split(' ').some((word) => word.length > 3 && there.includes(word)) && !(words === 'static picture' && /\bstill\b|\bstatic\b/.test(there)));
}
