import type { Dialect } from './dialect.ts';
import { type Aspect, aspectsIn, termsIn } from './film-terms.ts';

/** Words that a prompt gains, with what they do. */
export interface Addition {
  readonly aspect: Aspect;
  readonly text: string;
  readonly why: string;
}

/** What a prompt is about, as far as it decides on light and lens. */
type Kind = 'person' | 'product' | 'landscape' | 'other';

const KINDS: readonly (readonly [Kind, RegExp])[] = [
  ['product', /\b(product|bottle|watch|phone|shoes?|sneakers?|perfume|can|cup|mug|package|jar|bag|lipstick|headphones|laptop|camera body|ring|box|chair|lamp)\b/i],
  ['person', /\b(man|woman|men|women|person|people|girl|boy|child|children|keeper|singer|dancer|face|portrait|he|she|friends?|couple|mother|father|hands?|king|queen|chef|runner|worker|musician|actor|hero)\b/i],
  ['landscape', /\b(mountains?|sea|ocean|forest|desert|valley|field|sky|city|skyline|coast|beach|landscape|river|lake|island|street|village)\b/i],
];

const NIGHT = /\b(night|midnight|moon|stars?|dark|neon)\b/i;
const INDOORS = /\b(room|kitchen|bedroom|indoors?|inside|office|studio|bar|caf[eé]|hall|library|workshop|shop|stage|table)\b/i;
const MOVES = /\b(runs?|running|walks?|walking|drives?|driving|rides?|riding|flies|flying|sails?|sailing|chases?|chasing|swims?|swimming|gallops?|rows?|rowing|skates?|dances?|dancing)\b/i;

const kindOf = (prompt: string): Kind => KINDS.find(([, words]) => words.test(prompt))?.[0] ?? 'other';

/** For each aspect what is said as a sentence and as a tag. */
function wordsFor(aspect: Aspect, prompt: string, isStill: boolean): readonly [sentence: string, tag: string] {
  const kind = kindOf(prompt);
  switch (aspect) {
    case 'light':
      if (NIGHT.test(prompt)) return ['Cool moonlight and a soft rim light shape the scene.', 'moonlight, rim light'];
      if (kind === 'product') return ['Soft light from the side shows its shape and surface.', 'softbox, side lighting'];
      if (INDOORS.test(prompt)) return ['Soft window light falls in from the side.', 'soft light, window light'];
      return ['Low golden hour light casts long shadows.', 'golden hour, rim light'];
    case 'camera':
      if (MOVES.test(prompt)) return ['The camera tracks along smoothly.', 'tracking shot'];
      return kind === 'landscape' ? ['The camera pans slowly across the scene.', 'slow pan'] : ['The camera slowly pushes in.', 'slow push in'];
    case 'shot':
      return { person: ['Medium shot.', 'medium shot'] as const, product: ['Close-up.', 'close-up'] as const, landscape: ['Wide shot.', 'wide shot'] as const, other: ['Medium shot.', 'medium shot'] as const }[kind];
    case 'composition':
      return kind === 'product' ? ['Centered composition.', 'centered composition'] : ['Balanced composition by the rule of thirds.', 'rule of thirds'];
    case 'lens':
      return kind === 'landscape' ? ['Wide-angle lens, deep focus.', 'wide-angle lens, deep focus'] : ['50mm lens with a shallow depth of field.', '50mm lens, shallow depth of field'];
    case 'colour':
      return NIGHT.test(prompt) ? ['Cool tones.', 'cool tones'] : ['Warm tones.', 'warm tones'];
    case 'quality':
      return [isStill ? 'Cinematic, with fine detail.' : 'Cinematic, with fine detail and natural motion.', 'cinematic, highly detailed, sharp focus'];
  }
}

interface AdditionOptions {
  /** All that is sent, so that nothing is said twice. */
  readonly said: string;
  readonly dialect: Exclude<Dialect, 'vocabulary'>;
  /** What may be added, the best first. */
  readonly aspects: readonly Aspect[];
  readonly isStill: boolean;
}

/** What a prompt lacks, the most useful first. */
export function additionsFor(prompt: string, { said, dialect, aspects, isStill }: AdditionOptions): Addition[] {
  const there = aspectsIn(said);
  return aspects.filter((aspect) => !there.has(aspect)).map((aspect) => {
    const [sentence, tag] = wordsFor(aspect, prompt, isStill);
    const text = dialect === 'tags' ? tag : sentence;
    const why = termsIn(text).filter(({ term }) => term.aspect === aspect).map(({ term }) => term.does).join(' ');
    return { aspect, text, why };
  });
}
