import type { Hero } from './hero.ts';

/** What the words of a brief say, before they are weighed. */
export interface BriefNotes {
  /** Null where the brief names nothing that can be filmed. */
  readonly hero: Hero | null;
  /** A thing that cannot be filmed and that the film is about: courage. */
  readonly theme: string | null;
  /** What happens, in whole sentences of the brief, in order. */
  readonly events: readonly string[];
  /** Which events are deeds of the hero, by their places. */
  readonly ofHero: readonly number[];
  /** What is said for the hero, as sentences. */
  readonly claims: readonly string[];
  /** Words of the brief to be shown as they are: slogans, and what is no sentence. */
  readonly lines: readonly string[];
  /** What somebody is told to do, other than the call: "Put the kettle on". */
  readonly commands: readonly string[];
  /** What people are to do, as the brief says it. */
  readonly call: string | null;
  readonly question: string | null;
  /** Where it happens: "a small harbour". */
  readonly place: string | null;
  /** The town or country where it happens, by its name. */
  readonly region: string | null;
  /** Other things that the brief names, as they are called once they are known: "the flower". */
  readonly props: readonly string[];
  readonly audience: string;
  /** Whom it speaks of first, where it names nobody: "he waits for the train". */
  readonly who: 'he' | 'she' | null;
}
