import type { ClipRole } from '../../schema/clip.ts';
import type { NewStory, StorySegment } from '../../schema/story.ts';
import type { StoryPlan } from './choose-plan.ts';
import type { Dice } from './dice.ts';
import { article, asSentence, capital, clipped, sentence } from './english/sentences.ts';
import { placeIn } from './reading/place.ts';
import { type DayTime, LIGHTS, timeIn, WEATHER_WORDS, weatherIn } from './reading/moment.ts';
import type { BriefReading } from './reading/read-brief.ts';
import { partsOf } from './structures/all.ts';
import type { Line, Part } from './structures/structure.ts';
import { Telling } from './telling.ts';
import { placed } from './world/surroundings.ts';

/** How much a segment tells. Characters. */
const HAPPENS = 900;

/** Writes a story after its plan. `taken`: titles that others have, in lower case. */
export function tellStory(reading: BriefReading, plan: StoryPlan, lyrics: string, taken: ReadonlySet<string>, chance: Dice): NewStory {
  const telling = new Telling(reading, chance);
  const parts = partsOf(plan.structure, plan.count);
  const events = allot(reading.events, parts, chance);
  const clock = clockOf(reading, parts, events, chance);
  const segments = parts.map((part, i): StorySegment => {
    const told = events[i] as readonly string[];
    return {
      name: clipped(capital(telling.words(chance.pick(part.name))), 120),
      happens: happensIn(telling, part, told),
      place: placeOf(telling, reading, part, told, clock[i] as DayTime, chance),
      role: roleOf(reading, i, parts.length),
      weight: part.weight,
    };
  });
  return {
    title: titleOf(telling, reading, plan, taken, chance),
    narrative: narrativeOf(telling, reading, plan, chance),
    tone: plan.tone.words,
    pacing: plan.pacing,
    visualStyle: styleOf(reading, plan),
    keyMoments: keyMomentsOf(segments),
    segments,
    writer: { kind: 'built-in', structure: plan.structure.name },
  };
}

/** The brief's events, in order, given to the parts that take them. */
function allot(events: readonly string[], parts: readonly Part[], chance: Dice): string[][] {
  const open = parts.flatMap(({ tells }, i) => (tells === false ? [] : [i]));
  const places: string[][] = parts.map(() => []);
  const [only] = events;
  if (only !== undefined && events.length === 1) {
    // One event alone is told early, not always first.
    places[open[Math.floor((chance.next() * open.length) / 2)] as number]?.push(only);
    return places;
  }
  events.forEach((event, n) => {
    const at = events.length <= open.length ? Math.round((n * (open.length - 1)) / Math.max(1, events.length)) : Math.floor((n * open.length) / events.length);
    places[open[at] as number]?.push(event);
  });
  return places;
}

function happensIn(telling: Telling, part: Part, events: readonly string[]): string {
  const said: string[] = [];
  const says = [...part.says];
  // The place comes before what happens there.
  const place = says[0]?.[0] === '@place' ? telling.say(says.shift() as Line) : undefined;
  if (place) said.push(place);
  for (const event of events) {
    said.push(telling.tell(event));
  }
  // Whom the brief has shown needs no entrance; beside several of its sentences one line is enough.
  const unmet = events.length > 0 ? says.filter((line) => line[0] !== '@meet') : says;
  const lines = events.length > 1 ? unmet.slice(-1) : unmet;
  for (const line of lines) {
    const more = telling.say(line);
    if (more) said.push(more);
  }
  if (said.length === 0) said.push(telling.fill('{The}, seen once more.'));
  let text = '';
  for (const one of said) if (text.length + one.length < HAPPENS) text = text === '' ? one : `${text} ${one}`;
  return text === '' ? asSentence(said[0] as string, HAPPENS) : text;
}

/** The time of day of each part: as its events say, and then on until another says otherwise; else the day goes on while the story does. */
function clockOf({ time }: BriefReading, parts: readonly Part[], events: readonly (readonly string[])[], chance: Dice): DayTime[] {
  const days: readonly (readonly DayTime[])[] = [['morning', 'noon', 'afternoon'], ['afternoon', 'dusk', 'night'], ['night', 'dawn', 'morning'], ['noon', 'afternoon', 'dusk']];
  const day = chance.pick(days);
  let said = time;
  return parts.map(({ when }, i) => {
    said = events[i]?.map(timeIn).findLast((one) => one !== null) ?? said;
    return when ?? said ?? (day[Math.floor((i * day.length) / parts.length)] as DayTime);
  });
}

function placeOf(telling: Telling, reading: BriefReading, part: Part, events: readonly string[], time: DayTime, chance: Dice): string {
  if (part.at === 'plain') return reading.colours[0] ? `plain ground in ${reading.colours[0]}, bright studio light` : 'plain ground in one colour, bright studio light';
  const own = events.map(placeIn).find((place) => place !== null);
  const place = own ?? (part.at === 'away' ? telling.away : telling.home);
  const weather = events.map(weatherIn).find(Boolean) ?? reading.weather;
  const sky = weather && weather !== 'clear' ? `, ${WEATHER_WORDS[weather]}` : '';
  if (telling.scenery.id === 'space') return clipped(`${place}, hard white light, black sky${sky}`, 400);
  const [when, light] = chance.pick(LIGHTS[part.when ?? events.map(timeIn).find((one) => one !== null) ?? time]);
  return clipped(`${place} ${when}, ${light}${sky}`, 400);
}

function roleOf({ kind }: BriefReading, at: number, count: number): ClipRole | null {
  if (kind !== 'product' && kind !== 'explainer') return null;
  return at === 0 ? 'hook' : at === count - 1 ? 'call-to-action' : 'body';
}

function styleOf({ cues, colours }: BriefReading, { look }: StoryPlan): string {
  const palette = colours.length > 1 ? `palette of ${colours.slice(0, -1).join(', ')} and ${colours.at(-1)}` : colours[0] ? `touches of ${colours[0]}` : '';
  return clipped([cues.medium, look.prompt, palette].filter(Boolean).join(', '), 400);
}

function titleOf(telling: Telling, { lines, theme }: BriefReading, { structure }: StoryPlan, taken: ReadonlySet<string>, chance: Dice): string {
  const own = lines.filter((line) => line.length <= 40 && line.split(' ').length > 1 && !/\d/.test(line));
  const filled = chance.shuffled(structure.titles).map((title) => clipped(capital(telling.words(title)), 120));
  const named = theme ? [capital(theme)] : [];
  const all = [...(chance.next() < 0.3 ? own : []), ...(chance.next() < 0.4 ? named : []), ...filled, `${structure.name}: ${telling.hero.the}`];
  const free = all.find((title) => !taken.has(title.toLowerCase()));
  if (free) return clipped(free, 120);
  let number = 2;
  while (taken.has(`${filled[0]} ${number}`.toLowerCase())) number += 1;
  return `${clipped(filled[0] as string, 110)} ${number}`;
}

function narrativeOf(telling: Telling, reading: BriefReading, { structure, tone }: StoryPlan, chance: Dice): string {
  const said = [loglineOf(telling, reading, tone.words), telling.fill(chance.pick(structure.told)), telling.fill(chance.pick(structure.ends))];
  if (reading.audience) said.push(sentence(`Audience: ${reading.audience}`));
  return said.join(' ');
}

function loglineOf({ hero, home }: Telling, { english, events, theme, place, region }: BriefReading, tone: string): string {
  if (!english) return asSentence(`${article(tone)} ${tone} film after the words of the brief: “${clipped((events[0] ?? '').replace(/[“”"]/g, '').replace(/\s+/g, ' ').trim(), 160)}”.`);
  const where = place && hero.kind !== 'somewhere' ? `, ${placed(home)}` : region ? `, in ${region}` : '';
  if (theme) return sentence(`${article(tone)} ${tone} film about ${theme}, told with ${hero.head === 'drawing' ? 'drawings' : hero.a}${where}`);
  return sentence(`${article(tone)} ${tone} film about ${[hero.a, hero.what].filter(Boolean).join(', ')}${where}`);
}

/** The first picture of some segments, from the first to the last. */
function keyMomentsOf(segments: readonly StorySegment[]): string[] {
  const moments = segments.map(({ happens }) => firstSentence(happens)).filter((one) => !one.startsWith('The words appear'));
  const wanted = [0, Math.floor(moments.length / 3), Math.floor((2 * moments.length) / 3), moments.length - 1];
  return [...new Set(wanted.flatMap((at) => moments[at] ?? []))].map((moment) => asSentence(moment, 400));
}

const firstSentence = (text: string): string => /^.+?[.!?。！？…]["'”’»)\]]*(?=\s|$)/u.exec(text)?.[0] ?? text;
