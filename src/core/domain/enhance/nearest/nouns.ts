import type { Mention, Stretch } from './scene-mentions.ts';

const LOCATIVES = new Set([
  'in', 'at', 'on', 'near', 'through', 'inside', 'over', 'behind', 'under', 'by', 'along', 'across', 'into', 'from', 'beside', 'around', 'with', 'against', 'above', 'beneath', 'outside', 'towards', 'toward', 'past', 'like',
]);
/** How far back the word that leads a noun is looked for, in stretches. */
export const REACH = 4;

/** The subject that a stretch names; undefined where it names none, or where its word is an adjective there. */
export function nounAt(stretches: readonly Stretch[], at: number): Mention | undefined {
  const { mentions, aside } = stretches[at] as Stretch;
  const mention = aside ? undefined : mentions.find(({ slot }) => slot === 'subject');
  return mention && (mention.strength > 1 || standsAlone(stretches[at + 1])) ? mention : undefined;
}

/** A word that can be an adjective is a noun where no other noun follows. */
export const standsAlone = (next: Stretch | undefined): boolean => !next || next.small || !next.joins || next.mentions.some(({ slot }) => slot === 'motion');

/** Whether a preposition leads the noun: "in a castle", "with his old dog". */
export function isLed(stretches: readonly Stretch[], at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - REACH) && stretches[i + 1]?.joins; i--) {
    const { from, mentions } = stretches[i] as Stretch;
    if (LOCATIVES.has(from.toLowerCase()) || mentions.some(({ slot }) => slot === 'relation')) return true;
    if (mentions.some(({ slot, strength }) => strength > 1 && (slot === 'subject' || slot === 'motion'))) return false;
  }
  return false;
}
