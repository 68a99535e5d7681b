import { untrack } from 'svelte';
import { counted } from '../ui/figures.ts';

/** How long what was found must stand before it is said, in milliseconds. */
const SAY_MS = 600;

type Announce = (text: string) => void;

/** Says how many are selected whenever their number changes. Belongs to the component that calls it. */
export function announceSelected(count: () => number, announce: Announce): void {
  let before = 0;
  $effect(() => {
    const now = count();
    if (now === before) return;
    before = now;
    announce(now === 0 ? 'None selected.' : `${now} selected.`);
  });
}

/** Says how many were found by each query but the first, once that stands still. `thing`: one of them, in words. Belongs to the component that calls it. */
export function announceFound(query: () => unknown, count: () => number, thing: string, announce: Announce): void {
  let before = untrack(query);
  $effect(() => {
    const now = query();
    if (now === before) return;
    before = now;
    const timer = setTimeout(() => announce(count() === 0 ? 'Nothing found.' : `${counted(count(), thing)} found.`), SAY_MS);
    return () => clearTimeout(timer);
  });
}
