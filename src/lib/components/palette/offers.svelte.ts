import { getContext, setContext, untrack } from 'svelte';
import type { Action } from '../shell/action.ts';

/** Something that can be gone to. */
export interface Thing {
  readonly kind: 'clip' | 'cast' | 'pool';
  /** Stays the same as long as the thing is there: `clip:…`. */
  readonly id: string;
  readonly name: string;
  /** What else it is found by. */
  readonly words: string;
  /** Where it is. */
  readonly about: string;
  run(): void;
}

/** What one screen, or a part of it, brings into the palette. */
export interface Offer {
  /** What the commands are about: `Clip 1B`. */
  readonly title: string;
  readonly actions: readonly Action[];
  /** Where one can go from here. */
  readonly places?: readonly { readonly label: string; readonly href: string }[];
  /** Scenes, clips, characters, styles and what lies in the pool; asked for only while the palette is open. */
  readonly things?: readonly Thing[];
}

/** What the screens in sight offer. */
export class Offers {
  #givers = $state.raw<readonly (() => Offer)[]>([]);

  /** Offers until the returned function is called. */
  add(giver: () => Offer): () => void {
    this.#givers = [...this.#givers, giver];
    return () => (this.#givers = this.#givers.filter((one) => one !== giver));
  }

  /** The innermost first: what stands within a screen comes after it. */
  get all(): readonly Offer[] {
    return this.#givers.map((giver) => giver()).reverse();
  }
}

const KEY = Symbol('offers');

export const setOffers = (offers: Offers): Offers => setContext(KEY, offers);

/** Brings commands into the palette as long as the component that calls it is there. */
export function offer(giver: () => Offer): void {
  const offers = getContext<Offers>(KEY);
  // Adding reads what is there already, which is no reason to add again.
  $effect.pre(() => untrack(() => offers.add(giver)));
}
