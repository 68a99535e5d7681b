import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NewStory } from '../../schema/story.ts';
import { anyBrief, briefOf, NASTY_BRIEFS, REAL_BRIEFS } from './sample-briefs.test-support.ts';
import type { StoryBrief } from './story-brief.ts';
import { seenApart, storyDistance } from './story-distance.test-support.ts';
import { writeStories } from './write-stories.ts';

const three = (brief: StoryBrief, seed = 1): NewStory[] => writeStories(brief, { count: 3, seed });
const pairs = <Item>([a, b, c]: readonly Item[]): [Item, Item][] => [[a!, b!], [a!, c!], [b!, c!]];

/** Every sentence of a story that people read. */
const textsOf = (story: NewStory): string[] => [story.narrative, ...story.keyMoments, ...story.segments.map(({ happens }) => happens)];

function expectReadable(story: NewStory): void {
  expect(NewStory.safeParse(story).error).toBeUndefined();
  // Some letters have no capital, and some are capitals of two letters in one.
  const isSentence = (text: string): boolean => (text[0] === text[0]?.toUpperCase() || /^\p{Lt}/u.test(text)) && /[.!?。！？…]["'”’»)\]]*$/u.test(text);
  const words = [...textsOf(story), story.title, story.tone, story.visualStyle, ...story.segments.flatMap(({ name, place }) => [name, place])];
  expect([...textsOf(story).filter((text) => !isSentence(text)), ...words.filter((text) => /\s{2,}|^\s|\s$|\n/.test(text))]).toEqual([]);
}

/** What only the engine itself could have written wrongly. */
function expectNoSlots(story: NewStory): void {
  const all = [story.title, ...textsOf(story), ...story.segments.flatMap(({ name, place }) => [name, place])].join(' \n ');
  expect(all).not.toMatch(/undefined|null|NaN|\[object|[{}@]|\[\w+\]/);
  expect(all).not.toMatch(/\b[Aa] (?:apple|umbrella|old|honest|hour)\b|\b[Aa]n (?:car|unicorn|dog)\b/);
  expect(all).not.toMatch(/\bthe the\b|\ba the\b|\ba a\b|\.\.(?!\.)|,\.|,,/i);
}

describe('any brief', () => {
  it('becomes three stories that can be read and differ in structure, tone, pacing and number of segments', () => {
    fc.assert(
      fc.property(anyBrief, fc.nat(), (brief, seed) => {
        const stories = three(brief, seed);
        for (const story of stories) expectReadable(story);
        expect(new Set(stories.map(({ title }) => title.toLowerCase())).size).toBe(3);
        for (const [a, b] of pairs(stories)) {
          expect([a.writer, a.tone, a.pacing, a.segments.length].map((value, i) => JSON.stringify(value) !== JSON.stringify([b.writer, b.tone, b.pacing, b.segments.length][i]))).toEqual([true, true, true, true]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(NASTY_BRIEFS.map((text) => [text.slice(0, 40), text]))('is answered, also %j', (_, text) => {
    for (const template of [null, 'commercial', 'music-video', 'explainer'] as const) for (const story of three(briefOf(text, { template }))) expectReadable(story);
  });
});

it('names its audience in the words of whoever wrote the brief, in no sentence where their capital would stand wrong', () => {
  for (const story of three(briefOf('A red cup that keeps coffee warm.', { audience: 'Cyclists in the city' }))) expect(story.narrative).toMatch(/ Audience: Cyclists in the city\.$/);
});

describe.each(REAL_BRIEFS)('%s', (text) => {
  it('becomes stories without an empty slot, far from each other', () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const stories = three(briefOf(text), seed);
      for (const story of stories) expectNoSlots(story);
      for (const [a, b] of pairs(stories)) {
        expect(storyDistance(a, b)).toBeGreaterThan(0.7);
        expect(seenApart(a, b)).toBeGreaterThan(0.5);
      }
    }
  });
});

it('gives the same stories for the same seed, and others for another', () => {
  const brief = briefOf(REAL_BRIEFS[0]!);
  expect(three(brief, 7)).toEqual(three(brief, 7));
  expect(three(brief, 8)).not.toEqual(three(brief, 7));
});

it('writes one again that is unlike those that stay', () => {
  for (const text of REAL_BRIEFS) {
    const [a, b, old] = three(briefOf(text));
    const [fresh] = writeStories(briefOf(text), { count: 1, seed: 99, unlike: [a!, b!] });
    for (const other of [a!, b!]) {
      expect([fresh!.writer, fresh!.tone, fresh!.pacing, fresh!.segments.length].filter((value, i) => JSON.stringify(value) === JSON.stringify([other.writer, other.tone, other.pacing, other.segments.length][i]))).toEqual([]);
    }
    expect([a!.title, b!.title]).not.toContain(fresh!.title);
    expect(fresh).not.toEqual(old);
  }
});

it('weaves in what the brief says, in its order', () => {
  const text = 'An old fisherman finds a message in a bottle. He rows out to a small island. There he meets his lost daughter.';
  for (const { segments } of three(briefOf(text))) {
    const told = segments.map(({ happens }) => happens).join(' ');
    const places = ['finds a message in a bottle', 'rows out to a small island', 'meets his lost daughter'].map((part) => told.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
});

it.each([
  ['A red lantern carried through a snowy town at night. It ends at a warm window.', 'red lantern'],
  ['A letter written by a soldier in a trench', 'letter'],
  ['a coin hidden in the garden', 'coin'],
])('tells of the thing alone, not of what is done to it, wherever it comes again: %s', (text, thing) => {
  const done = new RegExp(`${thing} (carried|written|hidden)`, 'i');
  for (let seed = 0; seed < 10; seed += 1) {
    for (const { narrative, title, segments } of three(briefOf(text), seed)) {
      expect(narrative).toContain(thing);
      for (const words of [title, narrative, ...segments.map(({ name }) => name)]) expect(words).not.toMatch(done);
    }
  }
});

it('ends a product film with what the brief asks people to do, and begins it with a hook', () => {
  for (const { segments } of three(briefOf(REAL_BRIEFS[1]!))) {
    expect(segments.at(-1)).toMatchObject({ role: 'call-to-action' });
    expect(segments.at(-1)!.happens).toContain('Order at nordlys.example');
    expect(segments[0]!.role).toBe('hook');
  }
});

it('takes the colours of the pictures into the look, and what a picture shows for a brief without words', () => {
  const asset = 'a'.repeat(64) as never;
  for (const story of three(briefOf('', { pictures: [{ asset, name: 'IMG_1.jpg', shows: 'product', colours: ['deep green', 'cream'], caption: 'a green teapot on a table' }] }))) {
    expect(story.visualStyle).toContain('deep green and cream');
    expect(story.narrative + story.segments.map(({ happens }) => happens).join(' ')).toMatch(/teapot/);
  }
});

it('reads a brief of 20,000 characters in the blink of an eye', () => {
  const start = performance.now();
  three(briefOf('A fox runs through the snow and looks at the moon. '.repeat(400).slice(0, 20_000)));
  expect(performance.now() - start).toBeLessThan(5_000);
});

describe('reads as it is meant', () => {
  const told = (text: string, seed = 1) => three(briefOf(text), seed).map((story) => ({ ...story, all: [story.title, story.narrative, ...story.segments.map(({ happens }) => happens)].join(' ') }));

  it.each([
    // What the brief asks people for is no name, and a deed in a question is no thing.
    ['Save the bees', /\bbees\b/, /(?<!“)\bSave\b/],
    ['What does it mean to forgive?', /What does it mean to forgive/, /of mean|\bdrawing\b/],
    ['Tutorial: how to plant tomatoes on a balcony', /\btomatoes\b/i, /of how|What is how|about how\b/],
    ['Help us find a home for Luna, a three-legged cat.', /Luna, a three-legged cat/, /(?<!“)\bHelp\b/],
    ['Why do we dream?', /Why do we dream/, /of dream|about dream/],
    ['Two old friends play chess in the park.', /wo old friends play chess in the park/, /friends play chess (?!in the park)/],
    ['THE LAST TRAIN', /last train/, /LAST/],
    // A person is nothing that lies on a table.
    ['Thank you video for our volunteers at the food bank', /\bvolunteers\b/i, /edge of the volunteers|See for yourself/],
    ['our dog Bruno turns ten; make a birthday video', /Bruno turns ten/, /the product/],
    // What cannot be filmed is told with what can.
    ['The smell of rain on hot asphalt', /the smell of rain/, /edge of the smell|takes the smell/],
    ['The four seasons of one apple tree', /the four seasons, told with an apple tree/, /seasons of one/],
    ['war and peace but with ducks', /ducks/, /walking stick|paper boat/],
    // Short sentences, and those of an "I", are the brief's own, too.
    ['She left. I stayed. The house is quiet now.', /She left\. .*I stayed\. /s, /undefined/],
    ['My grandfather taught me to fish. Every Sunday we sat by the river and said nothing. I still go there.', /Every Sunday we sat by the river .*I still go there/s, /undefined/],
    ['robot learns to dance', /(?:A|The) robot learns to dance/, /(?<!A |The )\brobot learns/i],
    ['Teaser for our podcast Night Shift, where nurses tell stories from the ward.', /Nurses tell stories from the ward/, /undefined/],
    ['An ad for SunDrop — a solar lamp — that charges in 2 hours... (no batteries!) & lasts all night', /SunDrop, a solar lamp/, /&/],
    ['A day in the life of a street musician in Naples', /in Naples/, /undefined/],
    ['A love song for my wife Marta. We met in Lisbon.', /Marta/, /yellow coat|red scarf|walking stick/],
    // What somebody is told to do is no thing, whatever its first word may be besides.
    ['put the kettle on', /\bkettle\b/, /\bthe put\b/],
    ['Make me smile', /The words appear: “Make me smile”/, /the smile/],
    ['Teach people how to fold a paper crane.', /How to fold a paper crane/, /teach people how/i],
    ['Bring your own cup', /\bcup\b/, /(?:about|of|[Tt]he) Bring\b/],
    ['Celebrate 50 years of the Hamburg Fire Brigade.', /Hamburg Fire Brigade/, /(?<!“)celebrate/i],
    ['Stop scrolling. Start reading. The Little Bookshop on Mill Lane.', /Little Bookshop/, /the stop scrolling/i],
    ['Crack two eggs. Whisk them with milk. Fry the omelette slowly.', /eggs/, /about Fry|the fry/i],
    ['Rest in peace, old friend', /The words appear: “Rest in peace, old friend”/, /of Rest|the rest/],
    ["Don't forget to vote", /Don't forget to vote/, /the vote/],
    // A house of trade goes from nobody's hand to another's, and is no somebody.
    ['Bakery Lund: fresh bread every morning since 1921. Come by before seven.', /Bakery Lund/, /(?:puts|hands|takes|carries) Bakery Lund/],
    ['Café Luna opens its doors this Saturday in Porto.', /Café Luna opens its doors/, /Café Luna (?:smiles|runs|looks)/],
    ['Hotel Miramar - wake up with the sea', /Hotel Miramar/, /old workshop/],
    ['Promote our car wash Sparkle Bros in Leeds: 10 minutes, spotless.', /Sparkle Bros/, /(?:puts|hands|takes|carries) Sparkle Bros|hand.* Sparkle Bros on/],
    ['Our charity builds wells. Donate today.', /builds wells/, /edge of the charity|takes the charity|hands a charity/],
    // What is said of it, how long it is and whom it is for are not what it is about.
    ['Is anybody out there?', /Is anybody out there/, /(?:of|about) anybody/],
    ['Explain blockchain in 60 seconds to my grandma', /blockchain/i, /60 seconds/],
    ['The history of the umbrella in 30 seconds', /history of the umbrella/, /paper boat|yellow coat|red scarf/],
    ['Dentists love it. Kids love it more. BrushBuddy sings while you brush.', /BrushBuddy/, /the dentists/i],
    ['No more plastic bottles! HydroLoop is the tap that fits everywhere.', /HydroLoop/, /about more|the more/],
    ['serendipity', /about serendipity, told with/, /the serendipity/],
    ['A song for rainy Mondays', /rainy mondays/i, /edge of the rainy/i],
    // Whoever is in it is seen, by a name or without.
    ['he waits for the last train but it never comes', /He waits for the last train/, /\b(?:woman|girl)\b/],
    ['After the war, a pianist returns to her hall and plays for an audience of pigeons.', /pianist returns to her hall/, /paper boat|yellow coat/],
    ["Make a video for my daughter's 5th birthday, she loves unicorns and trucks", /She loves unicorns and trucks/, /paper boat|yellow coat|the daughter's/],
    ['A robot chef and a human chef compete in a noodle contest.', /robot chef and a human chef compete in a noodle contest/, /undefined/],
    ['Lost: grey cat, last seen on Elm Street', /grey cat/, /paper boat|yellow coat/],
    ['A short horror film set in an elevator. Two strangers. The lights go out.', /elevator/, /rooftop/],
    ["Grandpa's garden", /Grandpa's garden/, /(?:a|the) grandpa's/i],
    // Pictures in a row are seen, one after the other.
    ['Rain. A bus stop. Two umbrellas, one of them red.', /A bus stop\. .*Two umbrellas, one of them red/s, /Why the rain/],
    ['A boat sails out. A dog waits at home.', /film about a boat, at home/, /in home/],
    ['Love letters from space', /in space/, /the space/],
    ['dog, park, frisbee, sunset', /\bpark\b/, /undefined/],
    ['1. A seed falls. 2. Rain. 3. A tree full of birds.', /tree full of birds/i, /\d\. /],
    ['🚀🌕👩‍🚀', /rocket/, /paper boat|yellow coat|walking stick/],
  ])('%s', (text, says, never) => {
    for (let seed = 0; seed < 5; seed += 1) {
      for (const { all } of told(text, seed)) {
        expect(all).toMatch(says);
        expect(all).not.toMatch(never);
      }
    }
  });

  it('changes no word of another language', () => {
    for (const { all } of told('Una niña encuentra un zorro en el bosque y va a otro lado.')) expect(all).toContain('Una niña encuentra un zorro en el bosque y va a otro lado');
  });

  it('lets whoever the brief shows with its product use it', () => {
    for (const { all } of told('An ad for our teal coffee cup. An old woman drinks from it in her garden.')) {
      expect(all).toContain('ld woman drinks from it');
      expect(all).not.toMatch(/nurse|father|cyclist/);
    }
  });

  it('lets no animal smile, and no bee stand up', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      for (const { all } of told('A bee flies home.', seed)) expect(all).not.toMatch(/smiles|breathes|gestures|stands up|sits|runs/);
      for (const { all } of told('Our dog Bruno runs home.', seed)) expect(all).not.toMatch(/smiles|breathes|gestures/);
    }
  });

  it('puts no English words into the picture of a film in another language', () => {
    for (const { all } of told('Ein Werbespot für unsere neue Zahnbürste aus Bambus. Für alle, die Plastik satt haben.')) {
      expect([...all.matchAll(/The words appear: “([^”]*)”/g)].map(([, words]) => words).filter((words) => words !== 'Für alle, die Plastik satt haben')).toEqual([]);
      expect(all).not.toContain('main figure');
    }
  });
});
