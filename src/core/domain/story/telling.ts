import type { Dice } from './dice.ts';
import { article, asSentence, capital, sentence, wordsShown } from './english/sentences.ts';
import { clauseOf } from './english/clause.ts';
import { isPlural } from './english/nouns.ts';
import { conjugate } from './english/verbs.ts';
import { type Hero, heroOf, isHeld, kindOf, THE_PRODUCT } from './reading/hero.ts';
import type { BriefReading } from './reading/read-brief.ts';
import type { Line } from './structures/structure.ts';
import { type Act, actsOf } from './world/acts.ts';
import { isSaid, placed, sceneryOf, tradeOf } from './world/surroundings.ts';
import type { Scenery, Trade } from './world/world.ts';

/** Who is filmed where the brief names nobody and nothing. */
const CAST = ['a young woman in a yellow coat', 'an old man with a walking stick', 'a boy with a red scarf', 'a woman with grey hair', 'a girl with a paper boat'] as const;

/** Of them, whom a brief means that says no more than "he" or "she". */
const FIGURES = { he: /\b(?:man|boy)\b/, she: /\b(?:woman|girl)\b/ } as const;

/** What can be read while a picture stands. Characters. */
const SHORT_LINE = 80;

/** One telling of a brief: it fills in what the lines of a structure leave open, and remembers what has been said. */
export class Telling {
  readonly hero: Hero;
  readonly scenery: Scenery;
  readonly home: string;
  readonly away: string;
  readonly #trade: Trade;
  readonly #reading: BriefReading;
  readonly #chance: Dice;
  readonly #claims: string[];
  readonly #said = new Set<string>();
  readonly #user: string;
  readonly #otherUser: string;
  readonly #shownUser: string | undefined;
  readonly #far: string;
  readonly #way: string;
  #heroMet = 0;
  #userMet = false;

  constructor(reading: BriefReading, chance: Dice) {
    this.#reading = reading;
    this.#chance = chance;
    this.#trade = tradeOf(reading);
    this.scenery = sceneryOf(reading, chance);
    this.hero = reading.hero ?? standIn(reading, chance);
    this.#claims = [...reading.claims];
    const [user, other] = fitting(chance.shuffled(this.#trade.users), reading.audience) as [string, string];
    // Whoever the brief shows with its product is who uses it.
    this.#shownUser = reading.kind === 'product' || reading.kind === 'explainer' ? someoneIn(reading.events, this.hero) : undefined;
    [this.#user, this.#otherUser] = [this.#shownUser ?? user, this.#shownUser === undefined ? other : user];
    const own = reading.kind === 'product' || reading.kind === 'explainer' ? this.#trade.places : this.scenery.places;
    const [first, second] = chance.shuffled(own) as [string, string];
    const named = reading.region !== null && isSaid(reading, this.scenery) ? (place: string) => `${place} in ${reading.region}` : (place: string) => place;
    this.home = reading.place ?? named(first);
    this.away = reading.place === null ? named(second) : chance.pick(this.scenery.places.filter((place) => place !== reading.place));
    this.#far = chance.pick(this.scenery.far);
    this.#way = chance.pick(this.scenery.way);
  }

  /** One of a line's sentences, filled in; undefined where none of them can be said. */
  say(line: Line): string | undefined {
    const open = line.flatMap((one) => this.#open(one));
    const fresh = open.filter((one) => !this.#said.has(one));
    const first = line[0]?.startsWith('@claim') && this.#claims.length > 0 ? fresh[0] : undefined;
    const chosen = first ?? (fresh.length > 0 ? this.#chance.pick(fresh) : undefined);
    if (chosen === undefined) return undefined;
    this.#said.add(chosen);
    if (chosen === this.#claims[0]) this.#claims.shift();
    // Whoever sees where it plays has met the place.
    if (line[0] === '@place' && this.hero.kind === 'somewhere') this.#heroMet += 1;
    return this.fill(chosen);
  }

  /** A sentence of the brief as it reads here: who has been met is not "a fisherman" any more. */
  tell(text: string): string {
    const { hero } = this;
    const words = text.toLowerCase();
    const met = this.#heroMet > 0;
    if (hero.head !== '' ? words.includes(hero.head) : words.includes(hero.the.toLowerCase())) this.#heroMet += 1;
    this.#said.add(text);
    const user = this.#shownUser && capital(this.#shownUser);
    if (user && text.startsWith(`${user} `)) {
      const again = this.#userMet;
      this.#userMet = true;
      return again ? capital(shortened(user)) + text.slice(user.length) : text;
    }
    const opens = capital(hero.a);
    return met && !hero.isName && text.startsWith(`${opens} `) ? capital(hero.the) + text.slice(opens.length) : text;
  }

  /** The marks of a text filled in, as a sentence. */
  fill(text: string): string {
    return (this.#reading.english ? sentence : asSentence)(this.words(text), 400);
  }

  /** The marks of a text filled in. */
  words(text: string): string {
    const { hero } = this;
    const verbs = text.replace(/\[([^\]]+)\]/g, (_, verb: string) => (verb === 'be' ? (hero.plural ? 'are' : 'is') : conjugate(verb, hero.plural)));
    return verbs.replace(/\{(\w+)\}/g, (_, mark: string) => {
      const word = this.#word(mark.toLowerCase());
      return mark[0] === mark[0]?.toUpperCase() ? capital(word) : word;
    });
  }

  /** The sentences that an entry of a line stands for, their marks still open. */
  #open(entry: string): readonly string[] {
    if (!entry.startsWith('@')) return [entry];
    const { kind, call, question, theme, english } = this.#reading;
    const trade = this.#trade;
    switch (entry) {
      case '@claim': return this.#claims.slice(0, 1);
      case '@detail': return this.#details();
      // Only things pass from hand to hand.
      case '@use': return trade.uses.filter((use) => isHeld(this.hero) || !use.includes('{x}')).map((use) => `{U} ${use}.`);
      case '@joy': return trade.joys.map((joy) => `{U} ${joy}.`);
      case '@problem': return trade.problems;
      case '@scene': return kind === 'product' || kind === 'explainer' ? this.#details() : this.#scenes();
      case '@turns': return this.scenery.turns;
      case '@place': return [`${capital(placed(this.home))}, everything is as it always is.`, `${capital(placed(this.home))}, nothing has happened yet.`, ...(/quiet|still/.test(this.home) ? [] : [`${capital(this.home)}, still and quiet.`])];
      case '@other': return this.#others();
      case '@pack': return this.#packs();
      case '@call': return [call ?? this.#lastWords()].filter(Boolean).map(wordsShown);
      case '@question': return !english && question === null ? [] : [question ?? (theme ? `What ${isPlural(theme) ? 'are' : 'is'} ${theme}?` : `Why ${this.hero.the}?`)].map(wordsShown);
      default: return actsOf(this.hero, entry.slice(1) as Act);
    }
  }

  /** What is near; only of things one sees the edges. */
  #details(): readonly string[] {
    const fit = this.#trade.details.filter((detail) => this.hero.kind === 'something' || !detail.includes('{x}'));
    return fit.length > 0 ? fit : this.scenery.details;
  }

  #scenes(): readonly string[] {
    const props = this.#reading.props.map((prop) => `${capital(prop)}, very near.`);
    return [...props, ...this.scenery.details];
  }

  #packs(): readonly string[] {
    if (this.hero.kind === 'someone' || this.hero.kind === 'somewhere') return ['{The} once more, in one quiet last picture.', 'One last wide picture of {the}.'];
    return ['Nothing but {x}, on a plain ground.', 'Everything leaves the picture but {x}.', 'The light around {x} grows, and there is room for the name.'];
  }

  /** What is read at the end where the brief asks people for nothing: its own short lines, else the name. */
  #lastWords(): string {
    const { lines, kind, question, english, events } = this.#reading;
    // In the brief's own language, or not at all.
    if (!english) return events.findLast((event) => event.length <= SHORT_LINE) ?? '';
    const own = lines.filter((line, i) => lines.slice(0, i + 1).join('. ').length <= SHORT_LINE);
    if (own.length > 0) return own.join('. ');
    if (this.hero.isName) return this.hero.the;
    return kind === 'explainer' ? (question ?? 'Now you know') : 'See for yourself';
  }

  /** Somebody else whom the brief names comes in; else a stranger. */
  #others(): readonly string[] {
    const mate = this.#reading.props.find((prop) => kindOf(prop.split(' ').at(-1) as string) === 'someone')?.replace(/^the /, '');
    if (!mate) return actsOf(this.hero, 'other');
    return [`${capital(article(mate))} ${mate} comes into the picture, from the other side.`, `${capital(article(mate))} ${mate} stands there and looks back at {the}.`];
  }

  #word(mark: string): string {
    const { hero } = this;
    switch (mark) {
      case 'a':
      case 'the': {
        this.#heroMet += 1;
        // Many things are named as those that the film is about; one is a thing at first.
        if (this.#heroMet === 1 && mark === 'the' && hero.plural && hero.kind === 'something') return hero.the;
        return this.#heroMet === 1 ? hero.a : this.#heroMet === 2 ? hero.the : hero.short;
      }
      case 'x': return hero.seen;
      case 'name': return this.#reading.theme ?? (hero.isName ? hero.the : hero.short);
      case 'u': {
        const met = this.#userMet;
        this.#userMet = true;
        return met ? shortened(this.#user) : this.#user;
      }
      case 'ou': return this.#otherUser;
      case 'far': return this.#far;
      case 'way': return this.#way;
      default: throw new Error(`no word for {${mark}}`);
    }
  }
}

/** People of the audience first, where it says who they are. */
function fitting(users: readonly string[], audience: string): string[] {
  const wanted = /\b(?:women|girls|mothers|mums|moms)\b/i.test(audience) ? /\b(?:woman|girl|mother|grandmother|nurse|lady|dancer)\b/ : /\b(?:men|boys|fathers|dads)\b/i.test(audience) ? /\b(?:man|boy|father|grandfather|brother|carpenter)\b/ : null;
  return wanted ? [...users].sort((a, b) => Number(wanted.test(b)) - Number(wanted.test(a))) : [...users];
}

/** "a father and a small daughter": "the father". */
function shortened(user: string): string {
  const [one = user] = user.split(/ (?:with|in|on|after|and|who) /);
  return one.replace(/^(?:an?|the) /, 'the ');
}

/** The first whom a sentence of the brief is about, as it calls them: "an old woman"; not the hero. */
function someoneIn(events: readonly string[], hero: Hero): string | undefined {
  for (const event of events) {
    const subject = clauseOf(event)?.subject;
    if (subject && /^an?$/.test(subject.determiner ?? '') && kindOf(subject.head) === 'someone' && subject.head !== hero.head) return `${subject.determiner} ${subject.words}`;
  }
  return undefined;
}

function standIn({ kind, english, theme, who }: BriefReading, chance: Dice): Hero {
  const phrase = (determiner: string, words: string, head: string): Hero => heroOf({ determiner, words, head, plural: false, isName: false, length: 2 });
  if (kind === 'product') return THE_PRODUCT;
  if (kind === 'song') return phrase('a', 'singer', 'singer');
  if (!english && theme === null) return { ...phrase('the', 'main figure', 'person'), head: '', short: 'the main figure', a: 'the main figure' };
  const cast = chance.pick(CAST.filter((one) => who === null || FIGURES[who].test(one)));
  const [determiner = 'a', ...words] = cast.split(' ');
  const head = (cast.split(/ (?:in|with) /)[0] as string).split(' ').at(-1) as string;
  return { ...phrase(determiner, words.join(' '), head), short: `the ${head}` };
}
