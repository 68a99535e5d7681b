/** A scene or a clip as a member of its family: the first original and every alternate of it. */
export interface FamilyMember {
  readonly id: string;
  /** The id of the first original. */
  readonly family: string;
  /** 0 for the original, 1 for A1, as it was written when the member was made. */
  readonly number: number;
}

/**
 * The number of each member, each number once. Where two people made an A2 apart, the one with the
 * smaller id keeps it and the other takes the next free one, so that all see the same numbers, and go
 * on seeing them when more are made.
 */
export function familyNumbers(members: readonly FamilyMember[]): Map<string, number> {
  const numbers = new Map<string, number>();
  const taken = new Set<number>();
  const late: FamilyMember[] = [];
  for (const member of [...members].sort((a, b) => a.number - b.number || byId(a, b))) {
    const isOriginal = member.id === member.family;
    const number = isOriginal ? 0 : member.number;
    if (taken.has(number) || (number === 0 && !isOriginal)) late.push(member);
    else {
      numbers.set(member.id, number);
      taken.add(number);
    }
  }
  for (const { id, number } of late) {
    let free = number + 1;
    while (taken.has(free)) free++;
    numbers.set(id, free);
    taken.add(free);
  }
  return numbers;
}

/** The number for a new alternate, also when it is made from an alternate. */
export const nextAlternate = (numbers: ReadonlyMap<string, number>): number => Math.max(0, ...numbers.values()) + 1;

/**
 * The one member that is in the cut: the chosen one, or, where that one is in the bin or was never
 * chosen, the one with the smallest number.
 */
export function memberInCut<Member extends { readonly id: string }>(
  living: readonly Member[],
  numbers: ReadonlyMap<string, number>,
  chosen: string | null,
): Member | undefined {
  const byNumber = (a: Member, b: Member): Member => ((numbers.get(b.id) ?? 0) < (numbers.get(a.id) ?? 0) ? b : a);
  return living.find(({ id }) => id === chosen) ?? (living.length > 0 ? living.reduce(byNumber) : undefined);
}

/** How a person reads it on a slate: the original has none, then A1, A2 … */
export const alternateLabel = (alternate: number): string => (alternate === 0 ? '' : `A${alternate}`);

const byId = (a: FamilyMember, b: FamilyMember): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
