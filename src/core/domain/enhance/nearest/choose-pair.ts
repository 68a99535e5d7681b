import { isColourOfSecond, linkBefore, type Piece } from '../../generate/two-subjects.ts';
import { isLed, nounAt } from './nouns.ts';
import type { Mention, Stretch } from './scene-mentions.ts';

/** A second subject, and how the first stands to it. */
export interface Pair {
  readonly second: Mention;
  /** Undefined where the prompt only sets the two side by side: "and", "near". */
  readonly relation: Mention | undefined;
  /** Whether what is said at a place is said of the second. */
  readonly isOfSecond: (at: number) => boolean;
}

/**
 * The subject that a prompt sets beside its first one; undefined where it sets none. How the two stand must be said, but
 * for things in the model's own words: "a ball and a box" are meant to be seen, and of a man and his dog only the man.
 */
export function choosePair(stretches: readonly Stretch[], subject: Mention): Pair | undefined {
  const pieces = stretches.map((_, at) => pieceAt(stretches, at));
  for (let at = subject.at + 1; at < stretches.length; at++) {
    const noun = nounAt(stretches, at);
    if (!noun) continue;
    const second = headFrom(stretches, noun);
    const link = linkBefore(pieces, at);
    const relation = stretches[link]?.mentions.find(({ slot }) => slot === 'relation');
    const isOther = second.value !== subject.value;
    if (isOther && link > subject.at && (relation || second.strength === 3)) {
      return { second, relation, isOfSecond: (place) => (place > link && place <= second.at) || isColourOfSecond(pieces, place, link, second.at) };
    }
    // "A king in a castle behind a tree": what only belongs to the first may stand between the two.
    if (isOther && !isLed(stretches, at)) return undefined;
    ({ at } = second);
  }
  return undefined;
}

/** What a stretch is in the row. Over one that is not there no link leads, nor over one that a stop parts from the next. */
function pieceAt(stretches: readonly Stretch[], at: number): Piece {
  const { from, mentions, aside } = stretches[at] as Stretch;
  const text = from.toLowerCase();
  const telling = aside ? [] : mentions.filter(({ strength }) => strength > 1);
  const slot = (telling.find((mention) => mention.slot === 'relation') ?? telling[0])?.slot;
  return { text, slot: aside || (slot !== 'colour' && stretches[at + 1]?.joins === false) ? 'stop' : slot };
}

/** "A stone wall": of nouns side by side the last is meant. */
function headFrom(stretches: readonly Stretch[], noun: Mention): Mention {
  const next = stretches[noun.at + 1]?.joins ? nounAt(stretches, noun.at + 1) : undefined;
  return next && next.strength > 1 ? headFrom(stretches, next) : noun;
}
