import fc from 'fast-check';
import { TemplateId } from '../../schema/brief.ts';
import { Sha256 } from '../../schema/ids.ts';
import type { StoryBrief } from './story-brief.ts';

/** A brief of 30 seconds at 24 frames a second, with these words. */
export const briefOf = (text: string, more: Partial<StoryBrief> = {}): StoryBrief => ({
  text,
  audience: '',
  lyrics: '',
  template: null,
  pictures: [],
  targetLength: 720,
  rate: { numerator: 24, denominator: 1 },
  song: null,
  ...more,
});

/** Briefs as people write them. */
export const REAL_BRIEFS = [
  'A red balloon drifts over a city at dawn.',
  'A 30 second ad for our new coffee brand Nordlys, roasted slowly in Tromsø. For people who hate mornings. Order at nordlys.example.',
  'Launch film for Aurora, a lamp that wakes you gently with light. For people who hate alarms.',
  'coffee',
  'courage',
  'An old fisherman finds a message in a bottle. He rows out to a small island. There he meets his lost daughter.',
  'Trail running shoes made of recycled ocean plastic. Light, grippy and waterproof. 20 seconds, energetic, for Instagram.',
  'Make a music video for my song about leaving home. A girl walks along an empty highway at night.',
  'How do vaccines work? Explain it to kids in one minute.',
  'Our app Tally sorts your receipts while you sleep. It reads every receipt and never forgets. Try it free for 30 days.',
  'Christmas commercial for a family bakery in Lyon, warm and nostalgic. The grandmother still bakes at 4 am.',
  'Short film: a boy builds a rocket out of boxes and flies to the moon to bring back his dog.',
  'Promo for the Lakeside Jazz Festival, three days of music under old trees. 12-14 July. Tickets from 20 euros.',
  'We want a funny video about a cat who thinks it is a tiger.',
  'Product: Mossa. A backpack that folds into its own pocket. Target audience: commuters. Tone: playful. CTA: Pre-order at mossa.example',
  'two penguins fall in love on a melting iceberg',
  'An electric bike for parents. It carries two kids and the groceries, climbs any hill and fits in a lift.',
  'Recruiting video for a hospital: nurses talk about why they stay.',
  'In a quiet village, an old clockmaker repairs a broken clock and time begins to run backwards.',
  'Please create a 20-second video showing our new vegan ice cream "Frost & Fig". Made with oat milk and figs from Puglia. No sugar added.',
  'Wedding invitation film for Anna and Luis, 3 September, in a vineyard in Tuscany.',
  'Yoga studio in Berlin opening in May, beginners welcome',
];

/** Briefs that are hard to read: other languages, no words, marks, book length. */
export const NASTY_BRIEFS = [
  'buy " a',
  'honest " "',
  '',
  '   \n\t ',
  '!!!???...',
  '…',
  '“”',
  '{the} {u} ${undefined} [look]',
  'undefined null NaN [object Object]',
  '@meet @claim',
  'a',
  'A.',
  '7',
  '🎈🎈🎈',
  '东京',
  '東京の雨の夜、一人の少女が傘を探している。猫が彼女を導く。',
  'Ein alter Fischer findet eine Flasche im Meer. Er rudert hinaus zu einer kleinen Insel.',
  'رجل عجوز يجد رسالة في زجاجة. يبحر إلى جزيرة صغيرة.',
  '\u202eevil\u202c \u0000\u0007 \ud800 zero\u200bwidth',
  '<script>alert(1)</script> & <b>bold</b>',
  `${'word '.repeat(4_000)}`,
  `${'A fox runs through the snow. '.repeat(700)}`.slice(0, 20_000),
  'x'.repeat(20_000),
  'WHY IS EVERYTHING IN CAPITALS??? BUY IT NOW!!!',
  'a apple and an car by a old oak',
  '- one\n- two\n- three',
  'Title: \nTone:\nAudience:',
];

const WORDS = ['a', 'an', 'the', 'our', 'new', 'old', 'red', 'apple', 'umbrella', 'dog', 'dogs', 'city', 'of', 'in', 'and', 'runs', 'run', 'shows', 'watches', 'light', 'for', 'people', 'who', 'that', 'Nordlys', 'Ada', 'coffee', 'love', 'honest', 'hour', 'unicorn', 'is', 'are', 'made', 'with', 'without', 'never', 'slowly', 'it', 'they', 'we', 'film', 'about', ',', '.', '!', '?', '\n', ':', '"', '(', ')', '30', 'seconds', 'night', 'rain', 'app', 'sea', 'buy', 'walking', 'called', '€5', '—', 'é', 'Straße', '猫'];

/** Random briefs out of words that mean something to the reader, and out of anything. */
export const anyBrief = fc.record({
  text: fc.oneof(
    { weight: 4, arbitrary: fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join(' ')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    { weight: 1, arbitrary: fc.constantFrom(...REAL_BRIEFS, ...NASTY_BRIEFS.filter((text) => text.length < 500)) },
  ),
  audience: fc.oneof(fc.constant(''), fc.constantFrom('young parents', 'Everyone.', '\n\n', 'people who run,')),
  lyrics: fc.oneof(fc.constant(''), fc.constantFrom('[Verse]\nI left the light on\n\n[Chorus]\nCome home', '[00:01.00]One\n[00:05.00]Two')),
  template: fc.constantFrom(null, ...TemplateId.options),
  pictures: fc.array(
    fc.record({ asset: fc.constantFrom('a', 'b', 'c').map((letter) => Sha256.parse(letter.repeat(64))), name: fc.string(), shows: fc.constantFrom('product' as const, 'reference' as const), colours: fc.constantFrom<string[]>([], ['deep green'], ['orange', 'white']), caption: fc.constantFrom('', 'a white ceramic mug on a table', 'Orange') }),
    { maxLength: 3 },
  ),
  targetLength: fc.oneof(fc.constant(null), fc.integer({ min: 72, max: 24 * 600 })),
  rate: fc.constant({ numerator: 24, denominator: 1 }),
  song: fc.constantFrom(null, { length: 1_440 }, { length: 1_000, sections: [{ name: 'verse', start: 0, end: 400 }, { name: 'chorus', start: 400, end: 1_000 }] }),
});
