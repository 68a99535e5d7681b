import type { NewStory, Pacing, StoryContent } from '../../schema/story.ts';
import type { PlannedCharacter, PlannedClip, Storyboard } from '../../schema/storyboard.ts';
import { readShotWords } from '../script/shot-words.ts';
import { toSeconds } from '../timeline/frame-rate.ts';
import { framingOf, promptsFor, shows } from './board/beats.ts';
import { clipName } from './board/clip-names.ts';
import { joinClips } from './board/joins.ts';
import { lyricsOfScenes } from './board/lyrics-of-scenes.ts';
import { ontoBeats } from './board/onto-beats.ts';
import { sceneLengths } from './board/scene-lengths.ts';
import { shareUpTo } from './board/share-out.ts';
import { wordsInPicture } from './board/words-in-picture.ts';
import { framed, type Shot, shotsOf } from './board/shots.ts';
import { dice, seedOf } from './dice.ts';
import { capital, clipped } from './english/sentences.ts';
import type { Hero } from './reading/hero.ts';
import { readBrief } from './reading/read-brief.ts';
import { type StoryBrief, targetOf } from './story-brief.ts';

interface BoardBrief extends StoryBrief {
  /** No clip is longer, in frames; null where any length can be made. */
  readonly longestClip?: number | null;
}

/** How long a clip is at most liked to be. Seconds. */
const LIKED: Record<Pacing, number> = { slow: 6, steady: 4, quick: 2.4 };
/** A cut moves no further to be on a beat of the song. Seconds. */
const BEAT_REACH = 0.5;
/** More clips than this nobody can look after: in a film of hours they become longer. */
const MOST_CLIPS = 2_000;

/**
 * A chosen story as scenes and clips: one scene a segment, as long together as the brief says, to the
 * frame. The same story and brief give the same board.
 */
export function boardStory(story: StoryContent | NewStory, brief: BoardBrief): Storyboard {
  const total = targetOf(brief);
  const { rate, longestClip } = brief;
  const longest = longestClip ? Math.max(1, longestClip) : Infinity;
  // In a film of fewer frames than segments the last ones have no place.
  const segments = story.segments.slice(0, total);
  const { hero, call } = readBrief(brief);
  const lengths = sceneLengths(segments, total, brief.song?.sections);
  const liked = Math.max(1, Math.round((LIKED[story.pacing] * rate.numerator) / rate.denominator), Math.ceil(total / MOST_CLIPS));
  const framesPerSecond = rate.numerator / rate.denominator;
  const shared = lengths.map((length) => {
    const count = Math.min(length, Math.max(1, Math.ceil(length / longest), Math.ceil(length / liked)));
    return shareUpTo(length, rhythm(count, story.pacing), longest);
  });
  const { sections = [], beats = [] } = brief.song ?? {};
  const own = ontoBeats(shared, { beats, most: Math.round(framesPerSecond * BEAT_REACH), longest });
  const joined = joinClips({ own, pacing: story.pacing, segments, framesPerSecond, longest, onSong: sections.length + beats.length > 0 });
  const character = hero && hero.kind !== 'somewhere' ? characterOf(hero, brief) : null;
  const lyrics = lyricsOfScenes(brief.lyrics, own.map((scene) => scene.reduce((sum, length) => sum + length, 0)), (frame) => toSeconds(frame, rate));
  const chance = dice(seedOf(`${story.title} ${brief.text}`));
  let before: Shot | null = null;
  const scenes = segments.map((segment, s) => {
    const row = joined[s] as (typeof joined)[number];
    const prompts = promptsFor(row.length, segment.happens, segment.place, hero, s);
    const shots = shotsOf(row.length, segment.role, story.pacing, before, chance);
    const clips = row.map(({ length, transition }, c): PlannedClip => {
      const asked = readShotWords(prompts[c] as string);
      const prompt = asked.rest === '' ? (prompts[c] as string) : asked.rest;
      const shown = character !== null && hero !== null && (shows(prompt, hero) || segment.role === 'call-to-action');
      const { shot, cameraMove } = framed(shots[c] as Shot, framingOf(prompt), before?.shot ?? null);
      before = unlike(before, { shot: asked.shot ?? shot, cameraMove: asked.cameraMove ?? cameraMove });
      return { name: clipName(prompt), prompt, role: segment.role, ...before, length, transition, characters: shown ? [0] : [], says: [] };
    });
    return { name: segment.name, description: segment.happens, prompt: segment.place, lyrics: lyrics[s] as string, title: wordsInPicture(segment, s === segments.length - 1 ? call : null), clips };
  });
  return { scenes, characters: character ? [character] : [], style: story.visualStyle ? { name: styleName(story.visualStyle), prompt: story.visualStyle } : null };
}

/** Two clips in a row are never of one size and move: they would read as a jump. */
const unlike = (before: Shot | null, { shot, cameraMove }: Shot): Shot =>
  before?.shot === shot && before.cameraMove === cameraMove ? { shot, cameraMove: cameraMove === 'static' ? 'dolly-in' : 'static' } : { shot, cameraMove };

/** How long the clips of a scene are beside each other: never all alike. */
function rhythm(count: number, pacing: Pacing): number[] {
  const pattern = pacing === 'quick' ? [1.2, 0.8, 0.7, 1.3] : pacing === 'slow' ? [1.2, 0.9, 1.1] : [1.15, 0.9, 1, 0.95];
  return Array.from({ length: count }, (_, i) => pattern[i % pattern.length] as number);
}

const COLOURED = /\b(?:red|crimson|scarlet|orange|amber|yellow|gold(?:en)?|green|olive|mint|teal|turquoise|cyan|blue|navy|purple|violet|lilac|pink|magenta|brown|beige|cream|ivory|white|grey|gray|silver|black|colou?rful|rainbow)\b/i;

/** What the film is about, so that it looks alike in every clip. */
function characterOf(hero: Hero, { pictures }: StoryBrief): PlannedCharacter {
  const product = pictures.filter(({ shows }) => shows === 'product');
  const shown = product.length > 0 ? product : hero.kind === 'someone' ? pictures : [];
  const caption = shown.find((picture) => picture.caption !== '')?.caption ?? '';
  const words = (hero.what || hero.a).replace(/^(?:an?|the) /i, '');
  // What the brief calls teal is teal, whatever stands behind it in its picture.
  const colours = COLOURED.test(words) ? '' : [...new Set(shown.flatMap((picture) => picture.colours))].slice(0, 2).join(' and ');
  return {
    name: capital(hero.isName ? hero.the : hero.short.replace(/^the /i, '')),
    description: [capital([hero.a, hero.what].filter(Boolean).join(', ')), caption].filter(Boolean).join('. '),
    triggerWords: clipped([colours, words].filter(Boolean).join(' '), 120),
    references: shown.map(({ asset }) => asset),
  };
}

const styleName = (visualStyle: string): string => clipped(capital(visualStyle.split(',').slice(0, 2).join(',')), 60);
