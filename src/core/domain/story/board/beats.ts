import { clipped, sentencesOf } from '../english/sentences.ts';
import { isSmallWord } from '../english/small-words.ts';
import type { Hero } from '../reading/hero.ts';

/** A prompt's own words are no longer than this; shot, cast, place and style come to it. Characters. */
const LONGEST_PROMPT = 200;

/** What is to be read in the picture is set as a title, not drawn. */
const isWords = (sentence: string): boolean => /^The words appear\b/.test(sentence);

/** What a segment shows, one picture each, as words for a prompt. */
export function picturesIn(happens: string): string[] {
  const sentences = sentencesOf(happens);
  const seen = sentences.filter((one) => !isWords(one));
  return (seen.length > 0 ? seen : sentences).map(asPrompt);
}

/** A sentence as a prompt: without its stop, and without its capital where that is only the sentence's. */
export function asPrompt(sentence: string): string {
  const plain = clipped(sentence.replace(/\s+/g, ' ').trim(), LONGEST_PROMPT).replace(/[.。]+$/u, '');
  const [first = ''] = plain.split(' ');
  return isSmallWord(first.toLowerCase()) && first !== 'I' ? plain[0]!.toLowerCase() + plain.slice(1) : plain;
}

/** Further pictures of what a segment shows: the place, then what is near. */
function furtherPictures(hero: Hero | null, place: string): readonly string[] {
  const [where = ''] = place.split(',');
  const isPlain = where.startsWith('plain ground');
  const wide = where && !isPlain ? [`the whole of ${where.replace(/^an? /, 'the ')}`] : [];
  const around = where && !isPlain ? [`light and shadow move over ${where.replace(/^an? /, 'the ')}`] : ['light and shadow move slowly'];
  if (!hero) return [...wide, ...around, 'the same picture from nearer', 'one thing in detail, very near'];
  const { short, kind } = hero;
  const near = kind === 'someone'
    ? [`${short} from behind, looking on`, `the face of ${short}`, `${short} small in the picture`, `the shadow of ${short} on the ground`]
    : kind === 'somewhere'
      ? [`${short} from above`, `a detail of ${short}, very near`, `somebody crosses ${short}`]
      : [`${hero.seen} from the side`, `${hero.seen} in detail, very near`, `a hand reaches for ${hero.seen}`, `${hero.seen} small in the picture`];
  return [near[0] as string, ...wide, near[1] as string, ...around, ...near.slice(2)];
}

/** How a picture that was shown before is shown again. */
const AGAIN = ['a moment later', 'from another side', 'nearer', 'from further away', 'in another light', 'slowly', 'from below', 'from above'];

/**
 * So many prompts for a segment, in the order of what happens; no two neighbours alike. `turn`: with which of
 * the further pictures it begins, so that scenes are not filled up alike.
 */
export function promptsFor(count: number, happens: string, place: string, hero: Hero | null, turn: number): string[] {
  const pictures = picturesIn(happens);
  if (count <= pictures.length) return tellingMost(pictures, count, hero);
  const all = furtherPictures(hero, place);
  const further = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)].filter((one) => !pictures.includes(one));
  const prompts: string[] = [];
  const spare = count - pictures.length;
  let used = 0;
  pictures.forEach((picture, i) => {
    prompts.push(picture);
    const until = Math.round((spare * (i + 1)) / pictures.length);
    for (; used < until; used += 1) {
      const round = Math.floor(used / (further.length + 1));
      const step = used % (further.length + 1);
      const shown = step < further.length ? (further[step] as string) : picture;
      prompts.push(step < further.length && round === 0 ? shown : clipped(`${shown}, ${AGAIN[(round + step) % AGAIN.length]}`, LONGEST_PROMPT));
    }
  });
  return prompts;
}

/** The pictures that tell most, in their order: long ones, and those of the hero. */
function tellingMost(pictures: readonly string[], count: number, hero: Hero | null): string[] {
  const weight = (picture: string): number => picture.length + (hero && shows(picture, hero) ? 30 : 0);
  const kept = new Set(pictures.map((picture, i) => ({ i, weight: weight(picture) })).sort((a, b) => b.weight - a.weight).slice(0, count).map(({ i }) => i));
  return pictures.filter((_, i) => kept.has(i));
}

const NEAR = /\b(?:very near|so near|from nearer|surface of|edge of|eyes? of|face (?:of|to face)|in detail|fingertip|corner of|nose|crust breaks|drops? )\b/i;
const WIDE = /\b(?:the whole of|wide|from (?:high )?above|further away|small in the|still and quiet|grows? small|horizon|over (?:a|the) (?:city|sea|town|valley))\b/i;

/** How far away a picture must be seen to be seen as it says; null where it does not matter. */
export const framingOf = (prompt: string): 'near' | 'wide' | null => (NEAR.test(prompt) ? 'near' : WIDE.test(prompt) ? 'wide' : null);

/** Whether a prompt shows the hero. */
export function shows(prompt: string, hero: Hero): boolean {
  const words = prompt.toLowerCase();
  if (hero.kind === 'someone' && /^(?:\p{L}+ )?(?:he|she|they|it)\b/u.test(words)) return true;
  return words.includes(hero.short.toLowerCase()) || words.includes(hero.the.toLowerCase()) || words.includes(hero.seen.toLowerCase()) || (hero.head !== '' && new RegExp(`\\b${hero.head}\\b`).test(words));
}

