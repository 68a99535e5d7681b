import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { Take } from '#core/schema/take.ts';

const FEWEST = 2;
const MOST = 4;

export const isComparable = (takes: readonly Take[]): boolean => takes.length >= FEWEST && takes.length <= MOST;

/** Shows two to four takes side by side; Back leads to where it was asked for. */
export async function compare(takes: readonly Take[]): Promise<void> {
  if (!isComparable(takes)) return;
  // eslint-disable-next-line svelte/no-navigation-without-resolve -- it is resolved; the rule does not see past the query.
  await goto(`${resolve('/gallery/compare')}?takes=${takes.map(({ id }) => id).join(',')}`);
}

/** The takes that an address names, as many as can be compared, each once. */
export function comparedIds({ searchParams }: { readonly searchParams: Pick<URLSearchParams, 'get'> }): readonly string[] {
  return [...new Set(searchParams.get('takes')?.split(','))].slice(0, MOST);
}
