import { choosePair } from './choose-pair.ts';
import { isLed, REACH, standsAlone } from './nouns.ts';
import type { Mention, Stretch } from './scene-mentions.ts';

/** "A portrait of a woman" is of the woman. */
const PORTRAYALS = new Set(['portrait', 'picture', 'photo', 'photograph', 'painting', 'silhouette', 'page', 'brand', 'logo', 'story']);

/** For each slot that the prompt says something about, the one mention that is drawn. What is said of a second subject, where the model `takesTwo`, stands under `second` and `second_colour`. */
export function chooseMentions(stretches: readonly Stretch[], takesTwo: boolean): Map<string, Mention> {
  const chosen = new Map<string, Mention>();
  const subject = chooseSubject(stretches);
  if (subject) chosen.set('subject', subject);
  const pair = subject && takesTwo ? choosePair(stretches, subject) : undefined;
  if (pair) chosen.set('second', { ...pair.second, slot: 'second' });
  if (pair?.relation) chosen.set('relation', pair.relation);
  const isSubject = ({ at }: Mention) => at === subject?.at;
  const isOfSecond = ({ at }: Mention) => pair?.isOfSecond(at) ?? false;
  const take = (slot: string, rank: (mention: Mention) => number, as = slot) => {
    let best: Mention | undefined;
    let most = 0;
    for (const { mentions, aside } of stretches) {
      const mention = aside ? undefined : mentions.find((found) => found.slot === slot);
      const worth = mention ? rank(mention) : 0;
      if (worth > most) [best, most] = [mention, worth];
    }
    if (best) chosen.set(as, { ...best, slot: as });
  };
  const adorns = ({ at }: Mention) => subject !== undefined && at < subject.at && subject.at - at < REACH && stretches.slice(at + 1, subject.at + 1).every(({ joins }) => joins);
  // Red of its own, or "red" said of it; a red umbrella's colour only where the subject has none.
  const rankLook = (mention: Mention) => {
    if (isSubject(mention)) return mention.strength;
    if (mention.strength === 1 || isThingOfColour(stretches, mention.at)) return 0;
    return adorns(mention) ? 4 : mention.strength;
  };
  const rankFirst = (mention: Mention) => (isOfSecond(mention) ? 0 : rankLook(mention));
  take('colour', rankFirst);
  take('size', rankFirst);
  take('colour', (mention) => (!isOfSecond(mention) ? 0 : mention.at === pair?.second.at ? 1 : rankLook(mention)), 'second_colour');
  // What it does comes first; what the rain does is the rain's, and who goes after another is seen by that.
  const isNoMotion = (mention: Mention) => isSubject(mention) || mention.at === pair?.second.at || mention.at === pair?.relation?.at;
  take('motion', (mention) => (isNoMotion(mention) || movesWeather(stretches, mention.at) ? 0 : mention.strength > 1 ? 2 : 1));
  const motion = chosen.get('motion');
  if (motion?.value === 'right' && motion.strength < 3 && goesLeft(stretches, motion.at)) chosen.set('motion', { ...motion, value: 'left' });
  for (const slot of ['place', 'time', 'weather', 'camera', 'shot']) take(slot, ({ strength }) => strength);
  return chosen;
}

function chooseSubject(stretches: readonly Stretch[]): Mention | undefined {
  let best: Mention | undefined;
  let most = 0;
  stretches.forEach(({ mentions, aside }, at) => {
    const mention = aside ? undefined : mentions.find(({ slot }) => slot === 'subject');
    if (!mention) return;
    const noun = mention.strength > 1 || standsAlone(stretches[at + 1]);
    const led = isLed(stretches, at) || isPortrayal(stretches, at);
    const worth = noun ? (led ? 2 : 3) : 1;
    // "lighthouse keeper": of nouns side by side the last is meant.
    const heads = best?.at === at - 1 && stretches[at]?.joins && !mentions.some(({ slot, strength }) => slot === 'motion' && strength > 1);
    if (worth > most || (heads && noun)) [best, most] = [mention, Math.max(most, worth)];
  });
  return best;
}

const isPortrayal = (stretches: readonly Stretch[], at: number): boolean =>
  PORTRAYALS.has((stretches[at] as Stretch).from.toLowerCase()) && stretches[at + 1]?.from.toLowerCase() === 'of';

/** "drinks coffee", "an orange in a bowl": not somebody's colour, unlike "in orange" and "is orange". */
const isThingOfColour = (stretches: readonly Stretch[], at: number): boolean =>
  (stretches[at] as Stretch).mentions.some(({ slot }) => slot === 'subject') && standsAlone(stretches[at + 1]) && !/^(is|are|in|all)$/i.test(stretches[at - 1]?.from ?? '');

/** "rides to the left": the tables know where words lead only by themselves. */
const goesLeft = (stretches: readonly Stretch[], at: number): boolean =>
  stretches.slice(at + 1, at + REACH).some(({ from, joins }) => joins && /^left(wards?)?$/i.test(from));

/** "the storm rolls in", "rain falls on a house". */
function movesWeather(stretches: readonly Stretch[], at: number): boolean {
  const before = stretches[at - 1];
  if (!before || !stretches[at]?.joins || before.mentions.some(({ slot }) => slot === 'subject')) return false;
  return before.mentions.some(({ slot, strength }) => slot === 'weather' && strength > 1);
}
