import { type Association, is } from './association.ts';

const relation = (value: string, says: string, words: string): Association => is('relation', value, says, words);

/** How two stand to each other, in words beside those that a model has. */
export const RELATIONS: readonly Association[] = [
  relation('left_of', 'says which of the two is on the left', 'at the left side of, in the left of, left from, leftward of, on the left hand side of, to the left side of, west of'),
  relation('right_of', 'says which of the two is on the right', 'at the right side of, in the right of, right from, rightward of, on the right hand side of, to the right side of, east of'),
  relation('above', 'says which of the two is higher', 'atop, high over, on the roof of, on the top of, over, overhead of, perched on, perched upon, up above, up on top of'),
  relation('below', 'says which of the two is lower', 'at the base of, at the bottom of, at the feet of, at the foot of, down below, in the shade of, lower than'),
  relation('behind', 'says which of the two is farther away', 'at the back of, at the rear of, concealed by, covered by, hidden by, half hidden by, hide behind, obscured by, on the far side of, on the other side of, peek out from behind'),
  relation('in_front_of', 'says which of the two is nearer', 'at the front of, at the entrance of, conceals, covering, in the foreground of, obscures, obscuring'),
  relation('chasing', 'says who goes after whom', `chase after, chase down, come after, dash after, drive after, fly after, follow, follow after, following after, go after, hot on the heels of, hunt, hunt for,
    hurry after, in pursuit of, on the heels of, on the trail of, pursue, race after, race behind, ran after, run after, run behind, rush after, sail after, speed after, sprint after, stalk, swim after, walk after`),
  // Of two that move the one ahead is followed.
  relation('chased_by', 'says who goes after whom', 'ahead of, chased away by, escape, escape from, flee, flee from, get away from, ran from, ran away from, run away from, run from, stalked by, tracked by, trailed by'),
];
