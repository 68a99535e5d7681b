import type { Pacing } from '../../../schema/story.ts';
import type { DayTime } from '../reading/moment.ts';
import type { FilmKind } from '../reading/read-brief.ts';

/** What may be said at one place of a story: one of these. `@meet` stands for an act of the hero, `@use` for something of the trade. */
export type Line = readonly string[];

/** A part of a dramatic structure: it becomes a segment. */
export interface Part {
  readonly name: readonly string[];
  readonly says: readonly Line[];
  readonly weight: number;
  /** Those with the least are left out first where a story is to be shorter; without one a part always stays. */
  readonly keep?: number;
  /** Where it happens: at home where absent. */
  readonly at?: 'away' | 'plain';
  /** The time of day, where the structure is made of it. */
  readonly when?: DayTime;
  /** False where what the brief tells has no place. */
  readonly tells?: false;
  /** How many of the brief's claims are told here. */
  readonly claims?: number;
}

/** A dramatic structure: how a story can be told. */
export interface Structure {
  readonly id: string;
  /** As it is shown to people. */
  readonly name: string;
  readonly kinds: readonly FilmKind[];
  readonly parts: readonly Part[];
  readonly tones: readonly string[];
  readonly pacings: readonly Pacing[];
  readonly titles: readonly string[];
  /** How it is told, in a sentence of the narrative. */
  readonly told: readonly string[];
  /** How it ends, in a sentence of the narrative. */
  readonly ends: readonly string[];
}
