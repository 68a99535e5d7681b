import { isBase } from '../english/verbs.ts';

/** Words with which people ask for a film, before they say what of. */
const FILM = String.raw`(?:film|movie|video|clip|ad|advert|advertisement|commercial|spot|short(?!\s+(?:[\p{L}-]+\s+){0,2}?(?:film|movie|video|clip|story|animation|documentary)\b)|trailer|teaser|promo|story|animation|reel|documentary|explainer|tutorial|campaign|montage|portrait|tribute)`;
const ASK = new RegExp(
  String.raw`^(?:(?:hi|hello|hey)[,!. ]+)?(?:please\s+)?(?:(?:can|could|would) you (?:please )?|(?:i|we)(?:'d|’d| would)? (?:want|need|like|love|wish)(?: you)?(?: to)?\s+|let'?s |help (?:me|us) )?(?:(?:make|create|produce|write|design|shoot|film|give|show|generate|do|have|see|tell)(?: me| us)?\s+)?(?:up )?(?:an? |the |some |our |my |this |one )?(?:[\p{L}\d][\p{L}\d'’-]*,?\s+){0,6}?${FILM}s?(?:\s+(?:film|video|clip|spot|ad|launch))?\b`,
  'iu',
);
/** What binds the asking to what it is about. */
const BINDS = /^\s*(?:(?:,?\s*(?:for|about|on|of|showing|starring|featuring|promoting|introducing|launching|announcing|advertising|presenting|celebrating|explaining|following|inspired by|based on|titled|called|to (?:promote|launch|introduce|sell|celebrate|announce|advertise|explain|present)|that (?:shows|promotes|introduces|tells|explains|follows|celebrates)|in which|where|with|set(?=\s+(?:in|on|at)\b))\s+(?:(?:the )?story of )?)|\s*[:–—-]\s*|\s*[.!]\s*)/iu;
const INTRODUCES = /^(?:(?:introducing|meet|presenting|announcing|launching|say hello to|discover|imagine)\s+|(?:a |one )?day (?:in the life of|with)\s+|(?:we|i)\s+(?:see|follow|watch|meet|open on|start with|begin with)\s+|(?:it is|it's|this is|here is|here comes|there is|there's|there are)\s+|(?:once upon a time,?\s+(?:there (?:was|lived)\s+)?)|(?:story|idea|brief|concept|plot|synopsis|logline|subject)\s*:\s*|(?:the |a )?story of\s+|launch of\s+)/iu;
const ASKS_ONLY = /^(?:please\s+)?(?:make|create|produce|explain|show|tell|write|film|shoot|generate|advertise|promote|launch|present|introduce)(?:\s+(?:me|us|to people|people))?\s+(?:about\s+)?/iu;

/** What of a sentence is about the film's matter, without the asking for it; empty where nothing is left. */
export function matterOf(sentence: string): string {
  const once = matterOnce(sentence.trim());
  // "Teaser for a horror film set in a hotel" asks twice.
  return once === '' ? '' : matterOnce(once);
}

const SONG = /^(?:an?|the|my|our|this) (?:[\p{L}-]+ ){0,3}?(?:song|track|single|ballad|album) (?:for|about|to|of) (?=\S)/iu;

/** How long the film is to be, said on the way. */
const LENGTH = /,?\s+(?:in|within|under|in under|in less than)\s+(?:\d+|an?|one|two|three|five|ten|fifteen|twenty|thirty|sixty)[\s-]?(?:s|secs?|seconds?|mins?|minutes?)\b/giu;
/** "Teach people how to …", "Show my son why …": whom it is told is not what it tells. */
const TAUGHT = /^(?:please\s+)?(?:teach|show|tell|explain|help)\s+(?:to\s+)?(?:[\p{L}'’-]+\s+){0,4}?(?=(?:how|why)\b)/iu;

function matterOnce(sentence: string): string {
  let rest = sentence.replace(LENGTH, '').replace(/^(?:&|and) (?=\p{Ll})/u, '').replace(SONG, '').replace(TAUGHT, '');
  const asked = ASK.exec(rest);
  if (asked) {
    const behind = rest.slice(asked[0].length);
    const bound = BINDS.exec(behind);
    if (bound) rest = behind.slice(bound[0].length).trim();
    else if (!/[\p{L}\p{N}]/u.test(behind)) return '';
  } else if (ASKS_ONLY.test(rest) && rest.split(' ').length > 2) {
    const left = rest.replace(ASKS_ONLY, '');
    // "Make me smile" asks for no smile that is to be shown.
    if (isBase(left.replace(/[.!?]+$/, '').toLowerCase())) return rest;
    rest = left;
    if (/^(?:it|this|that|them|these)\b/i.test(rest)) return '';
  }
  return rest.replace(INTRODUCES, '').replace(INTRODUCES, '').trim();
}

const LABEL = /^(product|brand|name|company|client|title|audience|target audience|target group|target|tone|mood|style|look|genre|format|length|duration|shape|ratio|aspect ratio|budget|deadline|music|sound|voice ?over|call to action|cta|slogan|tagline|claim|usp|key message|message|features?|benefits?|setting|location|place|where|time|when|hero|character|characters|protagonist|main character|platform|channel|goal|objective|offer|price)\s*[:=–-]\s*(.+)$/iu;

/** "Audience: young parents" as its label and its value; undefined where a sentence is no such line. */
export function labelled(sentence: string): { readonly label: string; readonly value: string } | undefined {
  const found = LABEL.exec(sentence.trim());
  return found ? { label: (found[1] as string).toLowerCase().replace(/s$/, ''), value: (found[2] as string).trim() } : undefined;
}

const ABOUT_THE_FILM = new RegExp(
  String.raw`\b(?:should|must|please|don'?t show|no voice|voice-?over|logo|soundtrack|(?<!\b(?:an?|his|her|my|their|our)\s(?:\p{L}+\s){0,2})camera|cinematic|aspect|resolution|vertical|format|budget|deadline|(?<!\bthe )\d+\s*(?:s|sec|secs|seconds?|minutes?|min)\b|${FILM}s?|shots?|scenes?|tone|mood|style|look and feel|target(?:ed|ing)?|aimed at|audience|viewers?|colou?r palette|captions?|subtitles?|hashtags?|instagram|tiktok|youtube|reels)\b`,
  'iu',
);
/** Whether a sentence speaks of the film that is wanted and not of what happens in it. */
export const isAboutTheFilm = (sentence: string): boolean => ABOUT_THE_FILM.test(sentence) || /^(?:we|i|our|my) (?:want|need|would|think|like|hope|plan|are|am|have|company|team|brand|target|goal|budget)\b/i.test(sentence);

/** Whether a sentence tells people what to do. */
export const isCall = (sentence: string): boolean =>
  /^(?:(?:so )?(?:pre-?)?order|buy|save|help|support|protect|rescue|adopt|donate|vote|visit|try|download|join|sign up|book|call|get|subscribe|shop|come|reserve|register|donate|follow us|learn more|find out|start|grab|order|taste|available|coming|out now|on sale|only at|now (?:in|at)|in stores|in shops|opening)\b/i.test(sentence.trim()) &&
  sentence.length < 120;
