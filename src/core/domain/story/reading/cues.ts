/** What a brief says of how it wants to be told. */
export interface Cues {
  /** Ids of tones that it asks for. */
  readonly tones: readonly string[];
  readonly pacing: 'slow' | 'steady' | 'quick' | null;
  /** A way of making pictures that all stories must keep, as words for a prompt; empty where none is asked for. */
  readonly medium: string;
}

const TONES: readonly (readonly [string, RegExp])[] = [
  ['playful', /\b(funny|humou?r(ous)?|comic(al)?|comedy|playful|silly|witty|cheeky|hilarious|fun)\b/i],
  ['calm', /\b(calm|quiet|peaceful|gentle|slow|serene|meditative|relax(ed|ing)?|soothing)\b/i],
  ['warm', /\b(warm|heartwarming|tender|touching|emotional|cosy|cozy|loving|friendly|family)\b/i],
  ['bold', /\b(bold|powerful|energetic|dynamic|loud|punchy|strong|fast|high-energy|exciting|upbeat)\b/i],
  ['dark', /\b(dark|noir|thriller|tense|suspense(ful)?|scary|horror|eerie|sinister)\b/i],
  ['dreamy', /\b(dream(y|like)?|surreal|magical|poetic|whimsical|fairy ?tale|fantasy)\b/i],
  ['melancholy', /\b(sad|melanchol(y|ic)|lonely|loneliness|grief|bittersweet|farewell|nostalgi[ac])\b/i],
  ['elegant', /\b(elegant|luxur(y|ious)|premium|minimal(ist|istic)?|refined|sleek|exclusive|high-end)\b/i],
  ['epic', /\b(epic|heroic|grand|majestic|cinematic)\b/i],
  ['honest', /\b(documentary|honest|authentic|real people|raw|serious|informative)\b/i],
];
const MEDIA: readonly (readonly [string, RegExp])[] = [
  ['black and white', /\bblack[- ]and[- ]white\b/i],
  ['stop motion, small handmade sets', /\bstop[- ]?motion|claymation|plasticine\b/i],
  ['hand-painted anime', /\banime\b/i],
  ['watercolour animation', /\bwater ?colou?rs?\b/i],
  ['flat illustrated animation, clear shapes', /\b(2d|flat) (animation|animated|illustration)|\bmotion graphics\b/i],
  ['3D animation, soft rounded shapes', /\b3d[- ]?(animation|animated|cartoon)|\bpixar\b/i],
  ['illustrated animation, clear shapes and outlines', /\b(animation|animated|cartoon|illustrat(ed|ion))\b/i],
  ['pixel art', /\bpixel art\b/i],
  ['Super 8 film, faded colours and grain', /\b(super ?8|home movie)\b/i],
];

export function cuesIn(text: string): Cues {
  const pacing = /\b(fast[- ]paced|quick(ly)? cut|rapid|energetic|hectic|high[- ]energy)\b/i.test(text) ? 'quick' : /\b(slow(ly)?[- ]paced|slow film|meditative|contemplative|unhurried)\b/i.test(text) ? 'slow' : null;
  return {
    tones: TONES.filter(([, words]) => words.test(text)).map(([id]) => id),
    pacing,
    medium: MEDIA.find(([, words]) => words.test(text))?.[0] ?? '',
  };
}
