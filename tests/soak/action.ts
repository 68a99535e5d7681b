import type { Person } from './person.ts';

/** Where in the studio something can be done. */
export type Place = 'Create' | 'Queue' | 'Gallery' | 'Settings' | 'Board';

export interface Action {
  readonly place: Place;
  readonly name: string;
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  /** Does it; false when there is nothing to do it with now. */
  run(person: Person): Promise<boolean>;
}
