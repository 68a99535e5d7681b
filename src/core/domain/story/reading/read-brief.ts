import { nounPhraseAt, tokensOf } from '../english/noun-phrase.ts';
import { isKnownNoun, singularOf, THINGS } from '../english/nouns.ts';
import { asSentence, capital, clipped, readable, sentencesOf, wordsShown } from '../english/sentences.ts';
import { FOREIGN, isSmallWord } from '../english/small-words.ts';
import { type StoryBrief, targetOf } from '../story-brief.ts';
import { type Cues, cuesIn } from './cues.ts';
import { emojiRead } from './emoji.ts';
import type { BriefNotes } from './brief-notes.ts';
import { EnglishReader } from './english-reader.ts';
import { type Hero, heroOf, THE_PRODUCT } from './hero.ts';
import { plainEnd } from './phrasing.ts';
import { type DayTime, timeIn, type Weather, weatherIn } from './moment.ts';

export type FilmKind = 'product' | 'song' | 'short' | 'explainer';

/** What the story engine understood of a brief. What it did not understand is left out, never guessed. */
export interface BriefReading extends Omit<BriefNotes, 'ofHero' | 'commands'> {
  readonly kind: FilmKind;
  readonly english: boolean;
  readonly time: DayTime | null;
  readonly weather: Weather | null;
  readonly colours: readonly string[];
  readonly cues: Cues;
  /** The words of the brief, in lower case, for what is chosen by them. */
  readonly words: readonly string[];
  /** In seconds. */
  readonly seconds: number;
}

/** What is read of a brief; the rest of a book is not. Characters. */
const READ = 40_000;
/** Sentences that are woven into a story, spread over the whole brief. */
const WOVEN = 24;

export function readBrief(brief: StoryBrief): BriefReading {
  // Braces mark what is to be filled in.
  const text = calm(emojiRead(readable(brief.text.slice(0, READ)))).replace(/[{[]/g, '(').replace(/[}\]]/g, ')');
  const words = (text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu) ?? []) as string[];
  const english = isEnglish(text, words);
  const notes = english ? readEnglish(text) : readForeign(text);
  const caption = captionHero(brief);
  const kind = kindOfFilm(brief, text, notes);
  const product = kind === 'product' || kind === 'explainer';
  const named = notes.hero ?? caption;
  // A name that does something in a short film or a song is somebody's.
  const acts = named?.isName === true && named.head === '' && named.kind !== 'somewhere' && notes.ofHero.length > 0 && !product;
  const hero = named && acts ? { ...named, kind: 'someone' as const } : named;
  const explained = kind === 'explainer' ? explainedBy(notes) : null;
  const { rate } = brief;
  // What a product does is said for it; what somebody does happens.
  // One thing to do is shown as words; several are what is seen, one after the other.
  const { commands } = notes;
  const told = commands.length > 1 ? commands : commands.map(wordsShown);
  const [asked, called] = [notes.question, notes.call].map((words) => (words !== null && (kind === 'short' || kind === 'song') ? [wordsShown(words)] : [])) as [string[], string[]];
  const isDeed = (event: number): boolean => notes.ofHero.includes(event) && hero?.kind !== 'someone';
  return {
    ...notes,
    kind,
    english,
    theme: explained ?? notes.theme,
    hero: explained ? drawingOf(explained) : (hero ?? (product && brief.pictures.length > 0 ? THE_PRODUCT : null)),
    lines: product ? [...notes.lines, ...commands.map(plainEnd)] : notes.lines,
    events: spread(product ? notes.events.filter((_, i) => !isDeed(i)) : [...asked, ...notes.events, ...told, ...notes.claims, ...called], WOVEN),
    claims: spread(product ? [...notes.events.filter((_, i) => isDeed(i)), ...notes.claims.map((claim) => named ? withSubject(claim, named) : claim)] : [], WOVEN),
    audience: audienceOf(brief.audience, notes.audience),
    // In a plot each event has its own hour and its own sky.
    time: notes.events.length > 2 ? null : timeIn(text),
    weather: notes.events.length > 2 ? null : weatherIn(text),
    colours: [...new Set(brief.pictures.flatMap(({ colours }) => colours.slice(0, 2)))].slice(0, 3),
    cues: english ? cuesIn(`${text} ${brief.audience}`) : { tones: [], pacing: null, medium: '' },
    words: english ? words : [],
    seconds: (targetOf(brief) * rate.denominator) / rate.numerator,
  };
}

/** Words in capitals throughout say no more than those without; of one or two, they may be a name. */
const calm = (text: string): string => (/\p{Ll}/u.test(text) || text.trim().split(/\s+/).length < 3 ? text : text.toLowerCase());

/** What an explainer explains, where that can only be drawn; null where it can be filmed. */
function explainedBy({ hero, theme }: BriefNotes): string | null {
  if (!hero) return theme;
  const canBeFilmed = hero.isName || hero.kind !== 'something' || THINGS.has(singularOf(hero.head));
  return canBeFilmed ? null : hero.a.replace(/^the /, '');
}

const drawingOf = (what: string): Hero => heroOf({ determiner: 'a', words: `drawing of ${what}`, head: 'drawing', plural: false, isName: false, length: 2 });

/** "It carries two kids" as it reads away from the sentence before: "The bike carries two kids". */
function withSubject(claim: string, { short, plural, kind }: Hero): string {
  if (kind === 'someone') return claim;
  return claim.replace(plural ? /^They(?= )/ : /^It(?= )/, capital(short));
}

/** Whether a text is English, or so short that it may be. */
function isEnglish(text: string, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const latin = words.filter((word) => /^[\p{Script=Latin}\d'’-]+$/u.test(word)).length;
  if (latin < words.length * 0.8) return false;
  const small = words.filter((word) => isSmallWord(word) || isKnownNoun(singularOf(word))).length;
  const foreign = words.filter((word) => FOREIGN.has(word) && !isSmallWord(word)).length;
  if (foreign > small || (foreign > 0 && foreign >= small / 2 && words.length > 2)) return false;
  return words.length < 4 || small >= words.length * 0.15 || /^[\p{Lu}\d]/u.test(text) === false;
}

/** Another language: its sentences stand in the story as they are. */
function readForeign(text: string): BriefNotes {
  const sentences = sentencesOf(text).map((one) => asSentence(one, 400));
  return { hero: null, theme: null, events: sentences, claims: [], lines: [], commands: [], call: null, question: null, place: null, region: null, props: [], audience: '', ofHero: [], who: null };
}

function readEnglish(text: string): BriefNotes {
  const reader = new EnglishReader();
  for (const one of sentencesOf(text)) for (const part of partsOf(one)) reader.read(part);
  return reader.notes();
}

/** Two sentences joined by no more than a stop within: "a film for my daughter, she loves trucks". */
const partsOf = (said: string): string[] => said.split(/;\s+/).flatMap((part) => (/^(?:in|on|at|by|after|before|during|one|every|when|while|as|if|because|although|though|since|until|once)\b/i.test(part) ? [part] : part.split(/,\s+(?=(?:he|she)\s+(?:is|was|has|\p{L}+s)\b)/iu)));

/** What the first picture of a product shows, else what any shows. */
function captionHero({ pictures }: StoryBrief): Hero | null {
  const told = [...pictures].sort((a, b) => Number(b.shows === 'product') - Number(a.shows === 'product')).find(({ caption }) => caption.trim() !== '');
  const phrase = told && nounPhraseAt(tokensOf(readable(told.caption)), 0);
  return phrase ? heroOf({ ...phrase, words: clipped(phrase.words, 60) }) : null;
}

/** "Commercial" in other languages. */
const SELLS_ABROAD = /\b(werbe(spot|film|video|clip)|werbung|publicité|pub pour|anuncio|pubblicità|propaganda|reclame|reklame|reklam)\b|広告|广告/iu;

function kindOfFilm({ template, pictures, song, lyrics, text }: StoryBrief, plain: string, notes: BriefNotes): FilmKind {
  if (template === 'commercial' || template === 'product-launch') return 'product';
  if (template === 'music-video') return 'song';
  if (template === 'short-film') return 'short';
  if (template === 'explainer') return 'explainer';
  if (/\b(music video|lyric video|(love |birthday )?song (for|about)|my song|our song|the song|our band|my band|album|single by|musikvideo|vidéoclip|videoclip)\b/i.test(text)) return 'song';
  if (/\b(explain(s|er|ing|ed)?|tutorial|how (it|they|to|do|does|is|are|we)\b|educational)\b/i.test(plain) || notes.question !== null) return notes.hero || notes.theme ? 'explainer' : 'short';
  if (/\b(short film|fairy ?tale|once upon a time)\b/i.test(plain)) return 'short';
  const sells = /\b(ads?|advert|advertisement|commercial|promo|product|brand|launch(es|ing)?|campaign|customers?|buy|order|shop|sale|price|our (new|latest|own)|we (make|sell|build|brew|roast|bake|sew|craft|offer|ship|deliver)|new collection|introducing|app|instagram|tiktok|real estate|recruiting|recruitment|opening in|handmade|available|pre-?order|startup|usp|slogan|tagline)\b/i.test(plain) || (/\bour\b/i.test(plain) && (notes.hero?.kind === 'something' || notes.hero?.kind === 'service')) || SELLS_ABROAD.test(plain);
  if (sells && notes.hero?.kind !== 'someone') return 'product';
  if (song !== null || lyrics.trim() !== '') return sells ? 'product' : 'song';
  if (pictures.some(({ shows }) => shows === 'product') && notes.hero?.kind !== 'someone') return 'product';
  if (/^(?:the )?(?:history|evolution|invention|discovery) of /.test(notes.theme ?? '')) return 'explainer';
  const praised = (notes.hero?.kind === 'something' || (notes.hero?.kind === 'somewhere' && notes.hero.isName)) && notes.events.length === notes.ofHero.length && notes.claims.length + notes.lines.length + notes.commands.length + Number(notes.call !== null) + Number(notes.audience !== '') > 0;
  return praised || (sells && notes.call !== null) ? 'product' : /^(photosynthesis|gravity|inflation|evolution|blockchain|recycling|physics|economics)$/.test(notes.theme ?? '') ? 'explainer' : 'short';
}

const audienceOf = (given: string, read: string): string => clipped((readable(given).split('\n').find((line) => line.trim() !== '') ?? read).replace(/\s+/g, ' ').trim().replace(/^for\s+/i, '').replace(/[.!?;:,\s]+$/u, ''), 80);

/** At most so many, taken evenly from the first to the last. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))] as Item);
}
