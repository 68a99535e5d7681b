import type { Fault } from '../../schema/fault.ts';

/** What a person reads when something did not work. Whole sentences, each of its own. */
export interface Explanation {
  readonly title: string;
  readonly happened: string;
  /** What was kept. */
  readonly kept: string;
  /** What to do. */
  readonly next: string;
}

export type Facts = Fault['facts'];

export const REQUEST_KEPT = 'Your words, pictures and settings are kept.';
export const NOTHING_CHANGED = 'Nothing here was changed.';

/** A fact as it is said, or other words where it is not given. */
export const said = (fact: string | number | undefined, otherwise: string): string =>
  fact === undefined || fact === '' ? otherwise : String(fact);

export const megabytes = (bytes: string | number): string => `${Math.ceil(Number(bytes) / 1e6)} MB`;
