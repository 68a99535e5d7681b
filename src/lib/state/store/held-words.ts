import type { Witness } from '#lib/storage/witness.ts';

/** What there was, in words: `1 project and 12 takes`. */
export const heldWords = ({ projects, takes }: Pick<Witness, 'projects' | 'takes'>): string =>
  ([[projects, 'project'], [takes, 'take']] as const).flatMap(([count, what]) => (count > 0 ? `${count} ${what}${count === 1 ? '' : 's'}` : [])).join(' and ');
