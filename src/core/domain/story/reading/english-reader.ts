import { after, type Clause, clauseOf } from '../english/clause.ts';
import { type NounPhrase, nounPhraseAt, tokensOf } from '../english/noun-phrase.ts';
import { isKnownNoun, isPlural, PEOPLE, PLACES, singularOf } from '../english/nouns.ts';
import { capital, clipped, sentence } from '../english/sentences.ts';
import { AUXILIARIES, DETERMINERS, PREPOSITIONS } from '../english/small-words.ts';
import { conjugate, isAlsoNoun, isBase, isThirdPerson } from '../english/verbs.ts';
import { bareList, isDeedOfSomebody, isPicture, OPENING } from './sentence-kinds.ts';
import { type Command, commandIn } from './command.ts';
import { audienceIn } from './audience.ts';
import type { BriefNotes } from './brief-notes.ts';
import { isAboutTheFilm, isCall, labelled, matterOf } from './frame.ts';
import { heroOf, isIdea } from './hero.ts';
import { ideaOf } from './idea.ts';
import { MADE, isShort, plainEnd, toldOf, uncapital, withArticle, withoutPraise } from './phrasing.ts';
import { boundPhrases, isPlace, isRegion, placeWords } from './place.ts';
import { type Question, questionIn } from './question.ts';

/** Gathers, sentence by sentence, what an English brief says. */
export class EnglishReader {
  #subject: NounPhrase | null = null;
  #name: string | null = null;
  #theme: string | null = null;
  #call: string | null = null;
  #question: string | null = null;
  #place: string | null = null;
  #region: string | null = null;
  /** What people are asked to help: what the film is about where nothing else is. */
  #helped = '';
  #audience = '';
  readonly #events: string[] = [];
  readonly #claims: string[] = [];
  readonly #lines: string[] = [];
  readonly #commands: string[] = [];
  #who: 'he' | 'she' | null = null;
  /** What the hero does or is, told without naming it. */
  readonly #deeds: string[] = [];
  /** Which events are deeds of the hero. */
  readonly #ofHero: number[] = [];
  readonly #props: NounPhrase[] = [];

  read(said: string): void {
    const label = labelled(said);
    if (label) return this.#readLabel(label.label, label.value);
    this.#audience ||= audienceIn(said);
    if (/^for\b/i.test(said) && this.#audience !== '') return;
    const matter = matterOf(said).replace(/\s*\((?:[^()]*)\)/g, '');
    if (!matter) return;
    const asked = matter.length < said.trim().length;
    const question = questionIn(matter);
    if (question) return this.#readQuestion(question, matter);
    if (isCall(matter)) return this.#readCall(matter);
    if (!asked && !isDeedOfSomebody(matter) && isAboutTheFilm(matter)) return;
    const command = asked ? undefined : commandIn(matter);
    if (command) return this.#readCommand(command, matter);
    this.#readMatter(matter, asked);
  }

  notes(): BriefNotes {
    if (!this.#subject && !this.#name && this.#helped !== '') this.#readMatter(this.#helped, false);
    const hero = this.#subject ? heroOf(this.#subject, this.#name) : this.#name ? heroOf({ determiner: null, words: this.#name, head: '', plural: false, isName: true, length: 1 }, this.#name) : null;
    const told = this.#deeds.map((deed) => toldOf(hero, deed));
    const props = this.#props.filter(({ words }) => !hero?.the.toLowerCase().includes(words.toLowerCase())).map((prop) => heroOf(prop).the);
    return {
      hero,
      theme: this.#theme,
      events: this.#events,
      claims: [...this.#claims, ...told.flatMap((one) => one ?? [])],
      ofHero: this.#ofHero,
      lines: this.#lines,
      commands: this.#commands,
      who: hero ? null : this.#who,
      call: this.#call,
      question: this.#question,
      region: this.#region,
      place: this.#place ?? (hero?.kind === 'somewhere' ? hero.the : null),
      props: [...new Set(props)].slice(0, 6),
      audience: this.#audience,
    };
  }

  #readLabel(label: string, value: string): void {
    if (/^(product|brand|name|company|client)$/.test(label)) {
      const phrase = nounPhraseAt(tokensOf(value), 0);
      if (phrase && !this.#subject) this.#take(phrase);
      if (phrase && /^\p{Lu}/u.test(value)) this.#name ??= clipped(value.split(/[,.;(–—]/)[0]!.trim(), 40);
    } else if (/^(hero|character|protagonist|main character)$/.test(label)) {
      const phrase = nounPhraseAt(tokensOf(value), 0);
      if (phrase) this.#take(phrase);
    } else if (/audience|target/.test(label)) this.#audience ||= plainEnd(value);
    else if (/^(call to action|cta|offer)$/.test(label)) this.#call ??= sentence(value);
    else if (/^(slogan|tagline|claim|usp|key message|message)$/.test(label)) this.#lines.push(plainEnd(value));
    else if (/^(setting|location|place|where)$/.test(label)) this.#readPlaces(`in ${value}`);
    else if (/^(feature|benefit)$/.test(label)) this.#lines.push(plainEnd(value));
  }

  #readQuestion({ asked, about }: Question, matter: string): void {
    this.#question ??= asked;
    if (about && !this.#subject) this.#take(about);
    this.#readPlaces(matter);
  }

  /** What people are to do, and with what: "Save the bees". */
  #readCall(matter: string): void {
    this.#call ??= sentence(matter);
    const whose = /^(?:save|protect|rescue|help|support|adopt|free|vote for)\s+/i.exec(matter);
    // "Help us find a home for Luna, a cat": it is about her.
    const helped = whose ? matter.slice(whose[0].length).replace(/^(?:us|me)\b.*?(?:\bfor (?=\S)|$)/i, '') : '';
    if (this.#helped === '') this.#helped = helped;
  }

  #readCommand({ object }: Command, matter: string): void {
    this.#commands.push(sentence(matter));
    if (this.#helped === '') this.#helped = object;
    this.#readPlaces(matter);
  }

  #readMatter(matter: string, asked: boolean): void {
    const opening = OPENING.exec(matter);
    const main = opening ? matter.slice(opening[0].length) : matter;
    this.#who ??= (/\b(he|she)\b/i.exec(main)?.[1]?.toLowerCase() as 'he' | 'she' | undefined) ?? null;
    const listed = this.#subject ? undefined : bareList(main);
    if (listed) return this.#readBareList(listed);
    this.#readPlaces(matter);
    const tokens = tokensOf(main);
    const clause = clauseOf(main);
    if (clause) return this.#readClause(clause, matter, main, opening?.[0] ?? '');
    const pronoun = tokens[0]?.toLowerCase();
    if (/^(it|they)$/.test(pronoun ?? '')) return void this.#claims.push(sentence(matter));
    if (pronoun !== undefined && tokens.length > 2 && ((isThirdPerson(pronoun) && (!isAlsoNoun(pronoun) || DETERMINERS.has(tokens[1]!.toLowerCase()))) || MADE.test(matter) || /^with(out)?$/.test(pronoun))) return void this.#deeds.push(plainEnd(matter));
    if (/^(i|he|she|we|you|there|then|suddenly|finally|but|and|so|now|when|as|together|meanwhile|later|slowly|something|somebody|someone|nobody|everybody|everyone|everything|nothing)$/.test(pronoun ?? '')) {
      this.#readProps(matter);
      if (tokens.length > 3 || isShort(tokens)) this.#events.push(sentence(matter.replace(/^(and|but|so)\s+/i, '')));
      return;
    }
    const phrase = nounPhraseAt(tokens, 0);
    // "No more plastic bottles!" is about something else.
    if (phrase?.determiner === 'no') return void this.#lines.push(plainEnd(matter));
    if (phrase && this.#name !== null && this.#subject?.isName && /^(a|an|our)$/.test(phrase.determiner ?? '')) this.#subject = null;
    if (phrase && !this.#subject) return this.#readFragment(phrase, main, tokens);
    if (asked && (phrase || PREPOSITIONS.has(pronoun ?? ''))) return;
    // "A bus stop. Two umbrellas.": pictures, one after the other.
    if (phrase && isPicture(phrase, tokens)) return void this.#events.push(sentence(matter));
    const titled = phrase ? null : /^\p{L}+:\s+(?=\S)/u.exec(main);
    if (titled) return this.#readMatter(main.slice(titled[0].length), false);
    // A whole sentence that begins in a way of its own: "One evening the lamp goes dark."
    if (tokens.length > 4 && /[.!]$/.test(matter) && tokens.slice(1).some((token, i) => isThirdPerson(token) || /^(is|are|was|were|has|have|can|will)$/.test(token) || (i < 4 && /^(i|we|he|she|they|it|you)$/i.test(token)))) return void this.#events.push(sentence(matter));
    if (tokens.length > 1 && tokens.length <= 14) this.#lines.push(plainEnd(matter));
  }

  #readClause({ subject, does, form }: Clause, matter: string, main: string, opening: string): void {
    const isFirst = this.#subject === null;
    // "Dentists love it.": what it is comes later.
    if (isFirst && /^\S+ (?:it|them)\b/i.test(does) && subject.plural) return void this.#claims.push(sentence(matter));
    if (isFirst && form === 'past' && MADE.test(does)) return this.#readFragment(subject, main, tokensOf(main));
    if (isFirst && subject.head !== 'one' && !/^(each|every|no|all|any)$/.test(subject.determiner ?? '')) this.#take(subject);
    const known = !isFirst && this.#isHero(subject);
    this.#readProps(does);
    const told = form === 'present' && opening === '' ? withArticle(subject, matter) : matter;
    if (form === 'gerund' || (form === 'past' && !/^(was|were|had)\b/.test(does) && subject.determiner !== null && /^(a|an|our|my)$/.test(subject.determiner) && !/[.!]$/.test(matter.trim()) )) {
      const verb = subject.plural ? 'are' : 'is';
      this.#events.push(sentence(`${opening}${this.#said(subject)} ${verb} ${does}`));
    } else if (form === 'is' && (known || (isFirst && subject.isName))) {
      this.#claims.push(sentence(matter));
      if (isFirst && subject.isName) this.#readBeing(does);
    } else if ((known && this.#name !== null) || /^(each|every|no|all)$/.test(subject.determiner ?? '')) this.#claims.push(sentence(matter));
    else if (isFirst || known) this.#ofHero.push(this.#events.push(sentence(told)) - 1);
    else this.#events.push(sentence(told));
  }

  /** "Aurora is a lamp that wakes you": the name of the lamp. */
  #readBeing(does: string): void {
    const tokens = tokensOf(does);
    const phrase = nounPhraseAt(tokens, 1);
    if (!phrase || phrase.determiner === null) return;
    this.#name = this.#subject?.words ?? null;
    this.#subject = phrase;
  }

  /** A noun phrase with what hangs on it: "Aurora, a lamp that wakes you gently", "trail shoes made of cork". */
  #readFragment(first: NounPhrase, main: string, tokens: readonly string[]): void {
    let phrase = first;
    let at = first.length;
    const called = /^(called|named)$/i.test(tokens[at] ?? '') ? 1 : /^["“'‘«]$/.test(tokens[at] ?? '') ? 0 : -1;
    if (called >= 0) {
      const rest = after(main, tokens, at + called);
      const name = /^["“'‘«]\s*([^"”'’»\s][^"”'’»]{0,39})["”'’»]/u.exec(rest)?.[1] ?? /^((?:\p{Lu}[\p{L}\d'’-]*\s?)+)/u.exec(rest)?.[1];
      if (name) this.#name = name.trim();
      at = tokens.length - tokensOf(rest.slice(rest.indexOf(name ?? '') + (name ?? '').length).replace(/^["”'’»]/, '')).length;
    }
    if (/^[,:–—-]$/.test(tokens[at] ?? '') && nounPhraseAt(tokens, at + 1)?.determiner) {
      const apposed = nounPhraseAt(tokens, at + 1) as NounPhrase;
      if (first.isName) {
        this.#name ??= first.words;
        phrase = apposed;
        at += 1 + apposed.length;
      }
    }
    this.#take(phrase);
    // "A robot and a cook race in Osaka.": they do it together.
    const other = tokens[at]?.toLowerCase() === 'and' ? nounPhraseAt(tokens, at + 1) : undefined;
    const [last, does] = other ? [at, at + 1].map((from) => tokens[from + other.length]?.toLowerCase() ?? '') as [string, string] : ['', ''];
    if (other && (isBase(does) || AUXILIARIES.has(does) || (other.length > 2 && isBase(last) && !isKnownNoun(last)))) {
      this.#addProp(other);
      return void this.#ofHero.push(this.#events.push(sentence(main)) - 1);
    }
    // "the friendship between an elephant and a bird", "war and peace but with ducks"
    const shared = isIdea(phrase) ? tokens.findIndex((token, i) => i >= at && /^(between|with|in)$/i.test(token)) : -1;
    if (shared === at || (shared > at && /^(but|and)$/i.test(tokens[shared - 1] ?? ''))) {
      const who = nounPhraseAt(tokens, shared + 1);
      if (who && !isPlace(who)) this.#take(who);
    }
    if (tokens[at] === ':') return this.#readMatter(after(main, tokens, at + 1), false);
    this.#readList(main);
    if (/^[,–—-]$/.test(tokens[at] ?? '')) at += 1;
    const rest = after(main, tokens, at).replace(/[.!?]+$/, '');
    const relative = /^(?:that|which|who)\s+(.+)$/i.exec(rest);
    const hero = heroOf(this.#subject ?? phrase, this.#name);
    if (relative) {
      const told = sentence(`${this.#name ?? hero.a} ${relative[1]}`);
      (phrase.determiner === null && this.#name === null ? this.#claims : hero.kind === 'someone' ? this.#events : this.#claims).push(told);
    } else if (MADE.test(rest)) this.#claims.push(sentence(`${hero.the} ${hero.plural ? 'are' : 'is'} ${rest}`));
    else if (/^(?:where|in which)\s+\S/i.test(rest)) return this.#readMatter(capital(rest.replace(/^(?:where|in which)\s+/i, '')), false);
    else if (/^with\s+/i.test(rest)) this.#claims.push(sentence(`${hero.the} ${conjugate('come', hero.plural)} ${rest}`));
    // "Hotel Miramar - wake up with the sea"
    else if (hero.isName && rest.includes(' ') && /^[–—-]$/.test(tokens[at - 1] ?? '')) this.#lines.push(capital(plainEnd(rest)));
    this.#readProps(rest);
  }

  /** "dog, park, frisbee": the first is what it is about, the others are where and what else. */
  #readBareList(listed: readonly NounPhrase[]): void {
    for (const phrase of listed) {
      if (isPlace(phrase) && this.#subject) this.#place ??= placeWords(phrase);
      else if (this.#subject && isKnownNoun(singularOf(phrase.head)) && !isIdea(phrase)) this.#props.push(phrase);
      else this.#take(phrase);
    }
  }

  /** "Nostalgia: mixtapes, arcades, skateboards": things to be seen. */
  #readList(main: string): void {
    const listed = /:\s*([^:.!?]+(?:,[^:.!?]+)+)[.!]?$/.exec(main)?.[1] ?? '';
    for (const one of listed.split(',')) {
      const phrase = nounPhraseAt(tokensOf(one), 0);
      if (phrase) this.#props.push(phrase);
    }
  }

  #said(phrase: NounPhrase): string {
    return phrase.isName || phrase.determiner === null ? phrase.words : `${phrase.determiner} ${phrase.words}`;
  }

  #isHero(phrase: NounPhrase): boolean {
    const subject = this.#subject;
    return subject !== null && (phrase.head === subject.head || (this.#name !== null && phrase.words.startsWith(this.#name)));
  }

  #take(phrase: NounPhrase): void {
    if (/^(songs?|track|album|single|music|lyrics|voice|idea|world|life)$/.test(phrase.head)) return;
    if (isIdea(phrase)) {
      const { theme, whose } = ideaOf(phrase);
      this.#theme ??= theme;
      if (whose) this.#take(whose);
      return;
    }
    if (this.#subject) return;
    const words = phrase.words.split(' ');
    // "our new coffee brand Nordlys": the name stands behind.
    const named = words.findIndex((word, i) => i > 0 && /^\p{Lu}/u.test(word) && !/^\p{Lu}/u.test(words[0] as string));
    if (phrase.determiner !== null && named > 0 && words.slice(named).every((word) => /^[\p{Lu}\d]/u.test(word))) {
      this.#name ??= words.slice(named).join(' ');
      const kept = words.slice(0, named);
      const head = (kept.at(-1) as string).toLowerCase();
      this.#subject = { ...phrase, words: withoutPraise(kept.join(' ')), head, plural: isPlural(head) };
    } else this.#subject = { ...phrase, words: phrase.isName ? phrase.words : uncapital(withoutPraise(phrase.words)) };
  }

  #readPlaces(text: string): void {
    for (const phrase of boundPhrases(text)) {
      if (isPlace(phrase)) this.#place ??= placeWords(phrase);
      else if (phrase.isName && isRegion(phrase, text)) this.#region ??= phrase.words;
      else if (!PEOPLE.has(singularOf(phrase.head))) this.#addProp(phrase);
    }
  }

  #readProps(text: string): void {
    const tokens = tokensOf(text);
    for (let at = 0; at < tokens.length; at += 1) {
      if (!/^(a|an|the|his|her|its|their)$/i.test(tokens[at] as string)) continue;
      const phrase = nounPhraseAt(tokens, at);
      // What something is like is not there.
      if (phrase && !/^(is|are|was|like|as|than|be)$/i.test(tokens[at - 1] ?? '')) this.#addProp(phrase);
    }
  }

  #addProp(phrase: NounPhrase): void {
    const head = singularOf(phrase.head);
    if (phrase.determiner === null || phrase.plural || /^(his|her|its|their)$/.test(phrase.determiner) && PEOPLE.has(head) || phrase.isName || isIdea(phrase) || PLACES.has(head) || !isKnownNoun(head)) return;
    this.#props.push(phrase);
  }
}
