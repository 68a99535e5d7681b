import { LIFE_TRADES } from './trades-of-life.ts';
import { TABLE_TRADES } from './trades-of-the-table.ts';
import type { Trade } from './world.ts';

/** For what belongs to no other. */
export const ANY_TRADE: Trade = {
  id: 'any',
  words: '',
  places: ['a room with one large window', 'a quiet street', 'a table by the window'],
  users: ['a young woman', 'an older man', 'a neighbour'],
  problems: ['{U} looks at an empty place where something is missing.', '{U} tries for the third time, and it still does not work.'],
  details: ['Light runs slowly along the edge of {x}.', 'The camera stays so near to {x} that only shape and colour are left.', 'A shadow passes over {x} and lets the light back in.'],
  uses: ['reaches for {x}', 'turns to {x} without a second thought', 'shows {x} to a friend', 'knows at once what to do', 'tries it, and tries it again'],
  joys: ['breathes out and smiles', 'leans back, with time to spare', 'laughs out loud'],
};

export const TRADES: readonly Trade[] = [...TABLE_TRADES, ...LIFE_TRADES];
